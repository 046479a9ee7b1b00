// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Scenarios

/// Reads the images of pools.
extension AzurePoolReader {
  /// Reads the image that the nodes of a pool boot from.
  ///
  /// - Returns: The image; nil with a problem where there is none, or nothing says what kind of image it is.
  mutating func image(_ deployment: AzureBody?, owner: AzureBody) -> AzureImage? {
    var machine = deployment?.given("virtualMachineConfiguration")
    var cloudService = deployment?.given("cloudServiceConfiguration")
    // Logs of the service have both, and a word that says which counts.
    switch deployment?["imageType"]?.text?.lowercased() {
    case "virtualmachineconfiguration": cloudService = nil
    case "cloudserviceconfiguration": machine = nil
    default: break
    }
    if let cloud = cloudService {
      guard machine == nil else {
        add(
          .contradiction, at: cloud.value,
          "cloudServiceConfiguration and virtualMachineConfiguration exclude each other; the service refuses both")
        return nil
      }
      notes.append(
        "\(cloud.path): a cloud service boots from the platform's own image, as marketplace images do; such pools were retired on 2024-02-29"
      )
      return AzureImage(cloudServiceFamily: PrintableText.short(cloud["osFamily"]?.text ?? "unknown"))
    }
    guard let machine else {
      add(
        .missingMember, at: owner.value,
        "virtualMachineConfiguration is missing: the model needs the image that nodes boot from")
      return nil
    }
    guard !isUnknown(machine, expected: "a virtualMachineConfiguration") else { return nil }
    guard let reference = machine.given("imageReference") else {
      add(
        .missingMember, at: machine.value, "imageReference is missing: the model needs the image that nodes boot from")
      return nil
    }
    guard !isUnknown(reference, expected: "an imageReference") else { return nil }
    let names = ["virtualMachineImageId", "id", "sharedGalleryImageId", "communityGalleryImageId"]
    sort(reference, .imageReference)
    if let identifier = names.lazy.compactMap({ reference.given($0) }).first { return image(identifier) }
    guard let publisher = reference["publisher"]?.text, let offer = reference["offer"]?.text,
      let sku = reference["sku"]?.text
    else {
      add(.imageChoice, at: reference.value, "the image has neither an id nor all of publisher, offer and sku")
      return nil
    }
    return AzureImage(publisher: publisher, offer: offer, sku: sku, version: reference["version"]?.text ?? "latest")
  }

  /// Whether nodes run Windows: their agent says so, or a setting that only Windows has, or an image of its publisher where
  /// the agent is an expression; a cloud service is Windows always.
  func isWindows(_ deployment: AzureBody?, image: AzureImage) -> Bool {
    guard let machine = deployment?.given("virtualMachineConfiguration") else { return true }
    if let agent = member("nodeAgentSkuId", of: machine, .virtualMachineConfiguration)?.knownText, !agent.isEmpty {
      return agent.lowercased().contains("windows")
    }
    return machine.given("windowsConfiguration") != nil
      || image.key.hasPrefix("microsoftwindowsserver:") || image.key.hasPrefix("microsoftwindowsdesktop:")
  }

  private mutating func image(_ identifier: AzureBody) -> AzureImage? {
    if let unknown = identifier.unknown, !unknown.isMistake,
      let image = AzureImage(partial: identifier.partial, expression: unknown.expression)
    {
      return image
    }
    if let partial = identifier.partial, let fault = AzureImage.fault(of: partial) {
      add(
        .imageIdentifier, at: identifier.value,
        "'\(PrintableText.escaped(partial.shown))' is not the id of an image: \(fault)")
      return nil
    }
    guard let text = text(identifier, expected: "the id of an image") else { return nil }
    do throws(AzureImage.Malformed) {
      return try AzureImage(identifier: text)
    } catch {
      add(
        .imageIdentifier, at: identifier.value,
        "'\(PrintableText.short(AzureSecrets.masked(text)))' is not the id of an image: \(error.reason)")
      return nil
    }
  }
}
