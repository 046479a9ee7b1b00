// SPDX-License-Identifier: GPL-3.0-or-later

extension PreflightRule {
  /// What must be true of every image of the user's own, managed or in a gallery.
  static let imageRules: [PreflightRule] = [
    PreflightRule(
      "R114", "VM extensions in the image", .warning, .managedImagePage,
      meaning: "Extensions that were installed in the image can keep nodes from being deployed.",
      cure: "Make the image from a VM without extensions; a start task can do what they did.",
      example: "image: { kind: managed, extensions: true }"
    ) { $0.customImages(where: { $0.hasExtensions == true }, "extensions were installed in the image") },
    PreflightRule(
      "R115", "image of a VM without managed disk", .warning, .managedImagePage,
      meaning: "The VM that an image is made from must have a managed disk, as it has unless told otherwise.",
      cure: "Convert the disk of the VM, or make the VM anew.",
      example: "image: { kind: managed, managedDisk: false }"
    ) { $0.customImages(where: { $0.hasManagedDisk == false }, "the image was made of a VM without managed disk") },
    PreflightRule(
      "R116", "data disks that nobody mounts", .warning, .managedImagePage,
      meaning: "Data disks of an image are attached to every node, but not mounted or formatted.",
      cure: "Mount and format them on the node, in a start task for instance.",
      example: "image: { kind: managed, dataDisks: unmounted }"
    ) {
      $0.customImages(
        where: { $0.dataDisks == .unmounted }, "data disks of the image are neither mounted nor formatted")
    },
    PreflightRule(
      "R117", "temporary drive in another place than Azure's", .warning, .managedImagePage,
      meaning: "The node agent works on the temporary drive and expects it where Azure puts it.",
      cure: "Leave the temporary drive of the base image as it is.",
      example: "image: { kind: managed, defaultTemporaryDrive: false }"
    ) {
      $0.customImages(
        where: { $0.hasDefaultTemporaryDrive == false }, "the system does not use the default temporary drive")
    },
    PreflightRule(
      "R137", "encrypted system disk", .warning, .managedImagePage,
      meaning: "The system disk of the VM that an image is made from must not be encrypted.",
      cure: "Make the image from a disk that is not.",
      example: "image: { kind: managed, encryptedDisk: true }"
    ) { $0.customImages(where: { $0.hasEncryptedDisk == true }, "the system disk of the image is encrypted") },
  ]
}
