// SPDX-License-Identifier: GPL-3.0-or-later

import Scenarios
import Testing

/// Sizes and their families as Azure names them.
@Suite("VM families")
struct VMFamilyTests {
  /// Families with some sizes of theirs, without `Standard_`. Those whose name does not show the letters of the size are
  /// from the public table of microsoft/ga4gh-tes (`BatchSupportedVmSizeInformation.json`, 2022), of which a part was
  /// read; of M sizes of version 2 from "Sizes for virtual machines". The others follow from their letters.
  private static let sizes: [(family: String, sizes: String)] = [
    ("standardAv2Family", "A1_v2 A2_v2 A4_v2 A8_v2 A2m_v2 A4m_v2 A8m_v2"),
    ("standardA0_A7Family", "A0 A1 A2 A3 A4 A5 A6 A7"), ("standardA8_A11Family", "A8 A9 A10 A11"),
    ("standardDFamily", "D1 D2 D3 D4 D11 D12 D13 D14"), ("standardDSFamily", "DS1 DS4 DS11 DS14"),
    ("standardDv2Family", "D1_v2 D2_v2 D3_v2 D4_v2 D5_v2 D11_v2 D12_v2 D13_v2 D14_v2 D15_v2"),
    ("standardDSv2Family", "DS1_v2 DS5_v2 DS11_v2 DS11-1_v2 DS12_v2 DS13_v2 DS13-4_v2 DS14_v2 DS14-8_v2 DS15_v2"),
    ("standardDv3Family", "D2_v3 D4_v3 D8_v3 D16_v3 D32_v3 D48_v3 D64_v3"),
    ("standardDSv3Family", "D2s_v3 D4s_v3 D8s_v3 D16s_v3 D32s_v3 D48s_v3 D64s_v3"),
    ("standardDAv4Family", "D2a_v4 D16a_v4 D96a_v4"), ("standardDASv4Family", "D2as_v4 D96as_v4"),
    ("standardDDv4Family", "D2d_v4 D8d_v4 D64d_v4"), ("standardDDSv4Family", "D2ds_v4 D64ds_v4"),
    ("standardDDv5Family", "D2d_v5 D4d_v5 D8d_v5 D16d_v5 D32d_v5 D48d_v5 D64d_v5 D96d_v5"),
    ("standardDDSv5Family", "D2ds_v5 D96ds_v5"), ("standardDADSv5Family", "D2ads_v5 D96ads_v5"),
    ("standardEv3Family", "E2_v3 E20_v3 E64_v3"), ("standardESv3Family", "E2s_v3 E4-2s_v3 E32-8s_v3 E64-16s_v3"),
    ("standardEIv3Family", "E64i_v3"), ("standardEAv4Family", "E2a_v4 E96a_v4"),
    ("standardEASv4Family", "E2as_v4 E4-2as_v4 E96as_v4"), ("standardEDv4Family", "E2d_v4"),
    ("standardEDSv4Family", "E2ds_v4 E64-32ds_v4"), ("standardXEIDSv4Family", "E80ids_v4"),
    ("standardEADSv5Family", "E2ads_v5 E96-48ads_v5"), ("standardEDv5Family", "E2d_v5"),
    ("standardEDSv5Family", "E2ds_v5"), ("standardFFamily", "F1 F2 F4 F8 F16"), ("standardFSFamily", "F1s F16s"),
    ("standardFSv2Family", "F2s_v2 F4s_v2 F8s_v2 F16s_v2 F32s_v2 F48s_v2 F64s_v2 F72s_v2"),
    ("standardFXMDVSFamily", "FX4mds FX12mds FX24mds FX36mds FX48mds"), ("standardGFamily", "G1 G2 G3 G4 G5"),
    ("standardGSFamily", "GS1 GS4-4 GS4-8 GS5 GS5-16"), ("standardHFamily", "H8 H16 H8m H16m H16r H16mr"),
    ("standardHPromoFamily", "H8_Promo H16r_Promo H16mr_Promo"),
    ("standardHBSFamily", "HB60rs"), ("standardHCSFamily", "HC44rs"),
    ("standardHBrsv2Family", "HB120rs_v2 HB120-16rs_v2 HB120-32rs_v2 HB120-64rs_v2 HB120-96rs_v2"),
    ("standardHBv3Family", "HB120rs_v3 HB120-16rs_v3 HB120-32rs_v3 HB120-64rs_v3 HB120-96rs_v3"),
    ("standardHBv4Family", "HB176rs_v4 HB176-24rs_v4 HB176-144rs_v4"), ("standardHXFamily", "HX176rs HX176-24rs"),
    ("standardLSFamily", "L4s L8s L16s L32s"), ("standardLSv2Family", "L8s_v2 L16s_v2 L32s_v2 L48s_v2 L64s_v2 L80s_v2"),
    (
      "standardMSFamily",
      "M8ms M8-2ms M16ms M16-4ms M32ls M32ms M32ts M64 M64m M64ls M64ms M64s M128 M128m M128ms M128s M128-32ms"
    ),
    ("standardMSv2Family", "M208s_v2 M208ms_v2 M416s_v2 M416ms_v2 M416-208s_v2"),
    ("standardNCFamily", "NC6 NC12 NC24 NC24r"),
    ("standardNCPromoFamily", "NC6_Promo NC12_Promo NC24_Promo NC24r_Promo"),
    ("standardNCSv2Family", "NC6s_v2 NC12s_v2 NC24s_v2 NC24rs_v2"),
    ("standardNCSv3Family", "NC6s_v3 NC12s_v3 NC24s_v3 NC24rs_v3"),
    ("Standard NCASv3_T4 Family", "NC4as_T4_v3 NC8as_T4_v3 NC16as_T4_v3 NC64as_T4_v3"),
    ("StandardNCADSA100v4Family", "NC24ads_A100_v4 NC48ads_A100_v4 NC96ads_A100_v4"),
    ("StandardNCadsH100v5Family", "NC40ads_H100_v5"),
    ("StandardNGADSV620v1Family", "NG8ads_V620_v1 NG16ads_V620_v1 NG32ads_V620_v1 NG32adms_V620_v1"),
    ("standardNDSFamily", "ND6s ND12s ND24s ND24rs"), ("standardNDSv2Family", "ND40rs_v2"),
    ("Standard NDASv4_A100 Family", "ND96asr_v4"), ("standardNPSFamily", "NP10s NP20s NP40s"),
    ("standardNVFamily", "NV6 NV12 NV24"), ("standardNVPromoFamily", "NV6_Promo NV12_Promo NV24_Promo"),
    ("standardNVSv3Family", "NV12s_v3 NV24s_v3 NV48s_v3"),
    ("standardNVSv4Family", "NV4as_v4 NV8as_v4 NV16as_v4 NV32as_v4"),
    ("StandardNVADSA10v5Family", "NV6ads_A10_v5 NV12ads_A10_v5 NV36ads_A10_v5 NV36adms_A10_v5 NV72ads_A10_v5"),
  ]

  /// `dedicatedCoreQuotaPerVMFamily` of a recorded answer of an account (microsoft/ga4gh-tes, test data).
  private static let answer = [
    "standardLSv2Family", "standardHBv3Family", "Standard NDASv4_A100 Family", "standardESv3Family",
    "standardFSv2Family", "standardEDSv5Family", "standardHBSFamily", "standardHFamily", "standardHPromoFamily",
    "Standard NCASv3_T4 Family", "standardNCADSA100v4Family", "standardEv3Family", "standardHBrsv2Family",
    "standardDFamily", "standardDSFamily", "basicAFamily", "standardNCFamily", "standardDDv5Family",
    "standardNVPromoFamily", "standardNDSFamily", "standardHCSFamily", "standardEDSv4Family", "standardNVSv3Family",
    "standardDSv2Family", "standardFSFamily", "standardDDSv5Family", "standardNVFamily", "standardMSFamily",
    "standardDCSv2Family", "StandardNVADSA10v5Family", "standardLSFamily", "standardDAv4Family", "standardNCSv3Family",
    "standardNPSFamily", "standardDDSv4Family", "standardDSv3Family", "standardEDv4Family", "standardXEIDSv4Family",
    "standardGFamily", "standardDASv4Family", "standardAv2Family", "standardDv3Family", "standardA8_A11Family",
    "standardEIv3Family", "standardFXMDVSFamily", "standardNCSv2Family", "standardEAv4Family", "standardA0_A7Family",
    "standardDv2Family", "standardEASv4Family", "standardMSv2Family", "standardEDv5Family", "standardDADSv5Family",
    "standardNVSv4Family", "standardNCPromoFamily", "standardGSFamily", "standardEADSv5Family", "standardFFamily",
    "standardDDv4Family",
  ]

  @Test("every size is of the family that Azure names, in any case, and of no other")
  func sizesHaveFamilies() {
    for (family, sizes) in Self.sizes {
      let key = VMFamilies.key(named: family)
      for size in sizes.split(separator: " ") {
        #expect(VMFamilies.key(ofSize: "Standard_\(size)") == key, "\(size) of \(family)")
        #expect(VMFamilies.key(ofSize: "STANDARD_\(size.uppercased())") == key, "\(size)")
        #expect(VMFamilies.isKnown(size: "Standard_\(size)"), "\(size)")
      }
    }
    #expect(Set(Self.sizes.map { VMFamilies.key(named: $0.family) }).count == Self.sizes.count)
    #expect(VMFamilies.key(ofSize: "Basic_A1") == VMFamilies.key(named: "basicAFamily"))
  }

  @Test("every name of an account's answer is known, and no other spelling of it is another family")
  func namesAreKnown() {
    for name in Self.answer {
      #expect(VMFamilies.isKnown(VMFamilies.key(named: name)), "\(name)")
      #expect(VMFamilies.key(named: name.lowercased()) == VMFamilies.key(named: name))
    }
    let spellings = ["DSv3", "standardDSv3Family", "DSv3 Series", "Dsv3"].map { VMFamilies.key(named: $0) }
    #expect(Set(spellings).count == 1)
    // What earlier versions made of a size's letters stays a spelling.
    #expect(VMFamilies.key(named: "standardHBrsv3Family") == VMFamilies.key(named: "standardHBv3Family"))
    #expect(!VMFamilies.isKnown(VMFamilies.key(named: "standardHBrsv33Family")))
    #expect(!VMFamilies.isKnown(size: "Special_1") && !VMFamilies.isKnown(size: "small"))
    #expect(VMFamilies.isKnown(size: "Standard_D2s_v7"))
  }

  @Test("sizes with InfiniBand are those whose name says so")
  func infiniBand() {
    for size in ["HB120rs_v3", "HB120-16rs_v3", "HC44rs", "H16r", "H16mr", "NC24r", "NC24rs_v3", "ND96asr_v4", "A8"] {
      #expect(VMFamilies.hasInfiniBand(size: "Standard_\(size)"), "\(size)")
    }
    for size in ["D4s_v5", "H16", "H8m", "NC6s_v3", "NV6ads_A10_v5", "E64-16s_v3", "A8_v2", "F8s_v2"] {
      #expect(!VMFamilies.hasInfiniBand(size: "Standard_\(size)"), "\(size)")
    }
  }
}
