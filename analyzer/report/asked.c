/* What the model's rows show of objects, by hand: tests/lint/asked.sh finds a field of the code
 * that is not here. */
#include "report/asked.h"

#define MACHINE(domain)                                                                            \
    domain ".cpu.cores " domain ".cpu.sockets " domain ".cpu.threads " domain                      \
           ".memory.guest " domain ".resources.requests.memory "

const struct fields_row report_asked[] = {
    {"ClusterVersion", "spec.clusterID"},
    {"Infrastructure", "status.infrastructureName status.infrastructureTopology "
                       "status.controlPlaneTopology"},
    {"KubeVirt", "spec.configuration.migrations.parallelOutboundMigrationsPerNode"},
    {"Node", "metadata.labels.* status.nodeInfo.kubeletVersion"},
    {"PersistentVolumeClaim",
     "spec.accessModes[] status.accessModes[] spec.storageClassName spec.volumeName "
     "metadata.annotations.<volume.kubernetes.io/storage-provisioner> "
     "metadata.annotations.<volume.beta.kubernetes.io/storage-provisioner>"},
    {"Pod", "spec.nodeName"},
    {"PodDisruptionBudget", "status.expectedPods status.disruptionsAllowed "
                            "metadata.ownerReferences[].kind"},
    {"StorageClass", "provisioner"},
    {"VirtualMachine", "status.printableStatus spec.template.spec.evictionStrategy " MACHINE(
                           "spec.template.spec.domain")},
    {"VirtualMachineInstance",
     "status.phase status.nodeName status.launcherContainerImageVersion "
     "status.migrationState.startTimestamp status.migrationState.endTimestamp "
     "status.migrationState.failed " MACHINE("spec.domain")},
    {"VirtualMachineInstanceMigration",
     "metadata.creationTimestamp spec.vmiName status.phase "
     "status.phaseTransitionTimestamps[].phase "
     "status.phaseTransitionTimestamps[].phaseTransitionTimestamp "
     "status.migrationState.sourceNode status.migrationState.targetNode "
     "status.migrationState.endTimestamp"},
    {NULL, NULL},
};
