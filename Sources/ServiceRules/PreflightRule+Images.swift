// SPDX-License-Identifier: GPL-3.0-or-later

internal import Scenarios

extension PreflightRule {
  /// What must be true of every image of the user's own, managed or in a gallery.
  static let imageRules: [PreflightRule] = [
    PreflightRule(
      "R114", "VM extensions in the image", .warning, .galleryPage, since: "2019-04-15",
      meaning: "Extensions that were installed in the image can keep nodes from being deployed.",
      cure: "Make the image from a VM without extensions; a start task can do what they did.",
      example: "image: { kind: managed, extensions: true }"
    ) { $0.customImages(where: { $0.hasExtensions == true }, "extensions were installed in the image") },
    PreflightRule(
      "R115", "image of a VM without managed disk", .warning, .galleryPage, since: "2019-04-15",
      meaning: "The VM that an image is made from must have a managed disk, as it has unless told otherwise.",
      cure: "Convert the disk of the VM, or create the VM again.",
      example: "image: { kind: managed, managedDisk: false }"
    ) { $0.customImages(where: { $0.hasManagedDisk == false }, "the image was made of a VM without managed disk") },
    PreflightRule(
      "R116", "data disks that nobody mounts", .warning, .galleryPage, since: "2019-04-15",
      meaning: "Data disks of an image are attached to every node, but not mounted or formatted.",
      cure: "Mount and format them on the node, in a start task for instance.",
      example: "image: { kind: managed, dataDisks: unmounted }"
    ) {
      $0.customImages(
        where: { $0.dataDisks == .unmounted }, "data disks of the image are neither mounted nor formatted")
    },
    PreflightRule(
      "R117", "temporary drive in another place than Azure's", .warning, .galleryPage, since: "2019-04-15",
      meaning: "The node agent works on the temporary drive and expects it where Azure puts it.",
      cure: "Leave the temporary drive of the base image as it is.",
      example: "image: { kind: managed, defaultTemporaryDrive: false }"
    ) {
      $0.customImages(
        where: { $0.hasDefaultTemporaryDrive == false }, "the system does not use the default temporary drive")
    },
    PreflightRule(
      "R137", "encrypted system disk", .warning, .galleryPage, since: "2020-11-18",
      meaning: "The system disk of the VM that an image is made from must not be encrypted.",
      cure: "Make the image from a disk that is not.",
      example: "image: { kind: managed, encryptedDisk: true }"
    ) { $0.customImages(where: { $0.hasEncryptedDisk == true }, "the system disk of the image is encrypted") },
    PreflightRule(
      "R138", "quota of the cores of a VM series", .refused, .laterQuotaPage, since: "2021-07-20",
      meaning:
        "An account in Batch service mode has a quota of dedicated cores for every VM series beside the total; nodes are added up to it, then the resize ends with AccountVMSeriesCoreQuotaReached.",
      cure: "Ask for a higher quota of the series, or take a size of another one.",
      example: "quota: { vmSeriesCores: { standardHBv3Family: 240 } }   # and 10 nodes of Standard_HB120rs_v3"
    ) { subject in
      guard subject.account.poolAllocationMode != .userSubscription else { return [] }
      return subject.account.vmSeriesQuotas.sorted { $0.key < $1.key }.compactMap { series in
        let quota = series.cores
        let wanted = subject.pools.filter { $0.dedicatedNodes > 0 && VMFamilies.key(ofSize: $0.vmSize) == series.key }
        let needed = wanted.reduce(0) { $0 + $1.dedicatedNodes * $1.count * ($1.cores ?? 0) }
        guard needed > quota else { return nil }
        let total = wanted.reduce(0) { $0 + $1.dedicatedNodes * $1.count }
        let sizes = Set(wanted.map { $0.vmSize.lowercased() })
        let cores = sizes.count == 1 ? wanted.first?.cores : nil
        return .init(
          "\(total) dedicated nodes of the series \(series.key) need \(needed) cores, the quota is \(quota)"
            + (cores.map { ": \(quota / $0) nodes" } ?? "") + ", then AccountVMSeriesCoreQuotaReached",
          pool: wanted.count == 1 ? wanted.first?.name : nil)
      }
    },
  ]
}
