/* What sealing and edges read, by hand: tests/lint/asked.sh finds a field of the code that is not
 * here. Names, uids and versions stand in records and need not be. */
#include "graph/asked.h"

#define VOLUMES(path)                                                                              \
    path "[].persistentVolumeClaim.claimName " path "[].dataVolume.name " path                     \
         "[].ephemeral.persistentVolumeClaim.claimName " path "[].memoryDump.claimName "
#define MACHINE(spec)                                                                              \
    VOLUMES(spec ".volumes")                                                                       \
    spec ".domain.devices.tpm.persistent " spec ".domain.firmware.bootloader.efi.persistent " spec \
         ".networks[].multus.networkName "
#define STORAGE                                                                                    \
    "spec.storageClassName metadata.annotations.<volume.beta.kubernetes.io/storage-class>"

const struct fields_row graph_asked[] = {
    {NULL, "apiVersion kind metadata.creationTimestamp metadata.ownerReferences[].kind "
           "metadata.ownerReferences[].apiVersion metadata.ownerReferences[].name "
           "metadata.ownerReferences[].uid metadata.ownerReferences[].controller "
           "status.relatedObjects[].kind status.relatedObjects[].apiVersion "
           "spec.volumes[].dataVolume spec.template.spec.volumes[].dataVolume "
           "spec.dataVolumeTemplates spec.sourceRef.kind"},
    {"ClusterVersion", "spec.clusterID"},
    {"Namespace", "metadata.uid"},
    {"Infrastructure", "status.infrastructureName status.controlPlaneTopology"},
    {"HyperConverged", "spec.dataImportCronTemplates status.dataImportCronTemplates"},
    {"MachineConfigPool", "status.machineCount spec.nodeSelector.*"},
    {"Node", "metadata.labels.*"},
    {"Event", "involvedObject.* regarding.* series.lastObservedTime lastTimestamp "
              "deprecatedLastTimestamp eventTime"},
    {"Subscription", "spec.name spec.source spec.sourceNamespace status.state status.installedCSV "
                     "status.currentCSV status.installPlanRef.name status.installplan.name "
                     "status.catalogHealth[].catalogSourceRef.namespace "
                     "status.catalogHealth[].catalogSourceRef.name"},
    {"ClusterServiceVersion", "spec.name status.installedCSV"},
    {"InstallPlan", "spec.clusterServiceVersionNames[]"},
    {"VirtualMachine", "status.created status.printableStatus status.phase "
                       "spec.dataVolumeTemplates[].metadata.name " MACHINE("spec.template.spec")},
    {"VirtualMachineInstance",
     "status.created status.printableStatus status.phase status.nodeName "
     "status.evacuationNodeName status.migrationState.migrationUid "
     "status.migrationState.sourceNode status.migrationState.targetNode " MACHINE("spec")},
    {"VirtualMachineInstanceMigration",
     "status.phase spec.vmiName status.migrationState.targetPod "
     "status.migrationState.sourceNode status.migrationState.targetNode"},
    {"Pod", "metadata.labels.* metadata.annotations.<kubevirt.io/domain> "
            "metadata.annotations.<kubevirt.io/migrationJobName> spec.nodeName status.phase"},
    {"PodDisruptionBudget", "spec.selector.*"},
    {"PersistentVolumeClaim",
     "status.phase spec.volumeName metadata.labels.<persistent-state-for> " STORAGE},
    {"PersistentVolume", "spec.csi.driver spec.nodeAffinity.required.nodeSelectorTerms.* " STORAGE},
    {"StorageClass", "provisioner"},
    {"DataVolume", "status.claimName status.phase"},
    {NULL, NULL},
};
