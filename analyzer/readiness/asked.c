/* What placement reads, by hand: tests/lint/asked.sh finds a field of the code that is not here. */
#include "readiness/asked.h"

#define REQUIRED "requiredDuringSchedulingIgnoredDuringExecution"

const struct fields_row readiness_asked[] = {
    {"KubeVirt", "spec.configuration.developerConfiguration.* "
                 "spec.configuration.additionalGuestMemoryOverheadRatio"},
    {"HyperConverged", "status.versions[].name status.versions[].version"},
    {"ClusterServiceVersion", "spec.version"},
    {"Namespace", "metadata.labels.*"},
    {"NetworkAttachmentDefinition", "metadata.annotations.<k8s.v1.cni.cncf.io/resourceName>"},
    {"Node", "metadata.labels.* spec.taints.* spec.unschedulable status.conditions[].type "
             "status.conditions[].status status.allocatable.*"},
    {"PersistentVolume", "spec.nodeAffinity.required.nodeSelectorTerms.*"},
    {"Pod", "metadata.labels.* spec.nodeName spec.nodeSelector.* spec.overhead.* status.phase "
            "spec.containers[].resources.requests.* spec.containers[].restartPolicy "
            "spec.initContainers[].resources.requests.* spec.initContainers[].restartPolicy"},
    {"VirtualMachineInstance",
     "metadata.labels.* status.phase status.nodeName status.currentCPUTopology.* "
     "status.memory.* spec.architecture spec.nodeSelector.* spec.tolerations.* "
     "spec.networks[].multus.networkName spec.livenessProbe.exec spec.readinessProbe.exec "
     "spec.affinity.nodeAffinity." REQUIRED ".nodeSelectorTerms.* "
     "spec.affinity.podAffinity." REQUIRED ".* spec.affinity.podAntiAffinity." REQUIRED ".* "
     "spec.domain.cpu.* spec.domain.memory.* spec.domain.resources.* spec.domain.ioThreads.* "
     "spec.domain.features.hyperv.* spec.domain.launchSecurity.* spec.domain.devices.tpm.* "
     "spec.domain.devices.gpus.* spec.domain.devices.hostDevices.* "
     "spec.domain.devices.autoattachGraphicsDevice spec.domain.devices.interfaces[].sriov"},
    {NULL, NULL},
};
