/* All edges, one row each (edge_rows.inc): name, from, to, the name of the way back, what it means
 * if the target is not there, the fields that are followed, and the functions that follow them. The
 * rows are read twice, as what everybody may know of an edge and as how it is found. */
#include "graph/edge_table.h"

#define TEXT(literal)                                                                              \
    { (literal), sizeof(literal) - 1 }
#define VM "VirtualMachine"
#define VMI "VirtualMachineInstance"
#define VMIM "VirtualMachineInstanceMigration"
#define CSV "ClusterServiceVersion"
#define PVC "PersistentVolumeClaim"
#define PV "PersistentVolume"
#define NAD "NetworkAttachmentDefinition"
#define MCP "MachineConfigPool"

static const struct edge_info infos[] = {
#define EDGE(name, from, to, inverse, absent, how, flags, each, all)                               \
    {TEXT(name), TEXT(from), TEXT(to), TEXT(inverse), TEXT(absent), TEXT(how)},
#include "graph/edge_rows.inc"
#undef EDGE
};

static const struct edge_row rows[] = {
#define EDGE(name, from, to, inverse, absent, how, flags, each, all) {(flags), (each), (all)},
#include "graph/edge_rows.inc"
#undef EDGE
};

const struct edge_row *edge_table_rows(size_t *ret_count) {
    *ret_count = sizeof rows / sizeof rows[0];
    return rows;
}

const struct edge_info *edge_table_infos(size_t *ret_count) {
    *ret_count = sizeof infos / sizeof infos[0];
    return infos;
}

struct str edge_table_stem(struct str name) {
    if (str_eq(name, STR("pool")) || str_eq(name, STR("pools")))
        return STR("mcp");
    if (str_ends_with(name, STR("classes")))
        return str_slice(name, 0, name.len - 2);
    return name.len > 1 && name.ptr[name.len - 1] == 's' && name.ptr[name.len - 2] != 's'
               ? str_slice(name, 0, name.len - 1)
               : name;
}
