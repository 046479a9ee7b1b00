// SPDX-License-Identifier: GPL-3.0-or-later

import Scenarios
import Testing

/// Sizes and their families as Azure names them.
@Suite("VM families")
struct VMFamilyTests {
  /// Families with some sizes of theirs, without `Standard_`. Those whose name does not show the letters of the size are
  /// from the public table of microsoft/ga4gh-tes (`BatchSupportedVmSizeInformation.json`, 2022), of which a part was
  /// read; of M sizes of version 2 and of DC sizes from "Sizes for virtual machines". The others follow from their letters.
  private static let sizes: [(family: String, sizes: [Substring])] = {
    var table: [(family: String, sizes: [Substring])] = []
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      if parts.count == 2 { table.append((String(parts[0]), [])) }
      table[table.count - 1].sizes += parts[parts.count - 1].split(separator: " ")
    }
    return table
  }()

  private static let text = """
    Standard NCASv3_T4 Family: NC4as_T4_v3 NC8as_T4_v3 NC16as_T4_v3 NC64as_T4_v3
    Standard NDAMSv4_A100Family: ND96amsr_A100_v4
    Standard NDASv4_A100 Family: ND96asr_v4
    standardA0_A7Family: A0 A1 A2 A3 A4 A5 A6 A7
    standardA8_A11Family: A8 A9 A10 A11
    standardAv2Family: A1_v2 A2_v2 A4_v2 A8_v2 A2m_v2 A4m_v2 A8m_v2
    standardBasv2Family: B2ats_v2 B2als_v2 B2as_v2 B4as_v2 B8as_v2 B16as_v2 B32as_v2
    standardBpsv2Family: B2pts_v2 B2pls_v2 B2ps_v2 B4ps_v2 B8ps_v2 B16ps_v2
    standardBSFamily: B1ls B1s B1ms B2s B2ms B4ms B8ms B12ms B16ms B20ms
    standardBsv2Family: B2ts_v2 B2ls_v2 B2s_v2 B4s_v2 B8s_v2 B16s_v2 B32s_v2 B4ls_v2
    standardDADSv5Family: D2ads_v5 D96ads_v5 D4ads_v5 D8ads_v5 D16ads_v5 D32ads_v5 D48ads_v5 D64ads_v5
    standardDASv4Family: D2as_v4 D96as_v4 D4as_v4 D8as_v4 D16as_v4 D32as_v4 D48as_v4 D64as_v4
    standardDASv5Family: D2as_v5 D4as_v5 D8as_v5 D16as_v5 D32as_v5 D48as_v5 D64as_v5 D96as_v5
    standardDAv4Family: D2a_v4 D16a_v4 D96a_v4 D4a_v4 D8a_v4 D32a_v4 D48a_v4 D64a_v4
    standardDCADSv5Family: DC2ads_v5 DC4ads_v5 DC8ads_v5 DC16ads_v5 DC32ads_v5 DC48ads_v5 DC64ads_v5 DC96ads_v5
    standardDCASv5Family: DC2as_v5 DC4as_v5 DC8as_v5 DC16as_v5 DC32as_v5 DC48as_v5 DC64as_v5 DC96as_v5
    standardDCSv2Family: DC1s_v2 DC2s_v2 DC4s_v2 DC8_v2
    standardDCSv3Family: DC1s_v3 DC2s_v3 DC4s_v3 DC8s_v3 DC16s_v3 DC24s_v3 DC32s_v3 DC48s_v3
    standardDDSv4Family: D2ds_v4 D64ds_v4 D4ds_v4 D8ds_v4 D16ds_v4 D32ds_v4 D48ds_v4
    standardDDSv5Family: D2ds_v5 D96ds_v5 D4ds_v5 D8ds_v5 D16ds_v5 D32ds_v5 D48ds_v5 D64ds_v5
    standardDDv4Family: D2d_v4 D8d_v4 D64d_v4 D4d_v4 D16d_v4 D32d_v4 D48d_v4
    standardDDv5Family: D2d_v5 D4d_v5 D8d_v5 D16d_v5 D32d_v5 D48d_v5 D64d_v5 D96d_v5
    standardDFamily: D1 D2 D3 D4 D11 D12 D13 D14
    standardDLDSv5Family: D2lds_v5 D4lds_v5 D8lds_v5 D16lds_v5 D32lds_v5 D48lds_v5 D64lds_v5 D96lds_v5
    standardDLSv5Family: D2ls_v5 D4ls_v5 D8ls_v5 D16ls_v5 D32ls_v5 D48ls_v5 D64ls_v5 D96ls_v5
    standardDPDSv5Family: D2pds_v5 D4pds_v5 D8pds_v5 D16pds_v5 D32pds_v5 D48pds_v5 D64pds_v5
    standardDPSv5Family: D2ps_v5 D4ps_v5 D8ps_v5 D16ps_v5 D32ps_v5 D48ps_v5 D64ps_v5
    standardDSFamily: DS1 DS4 DS11 DS14 DS2 DS3 DS12 DS13
    standardDSv2Family: DS1_v2 DS5_v2 DS11_v2 DS11-1_v2 DS12_v2 DS13_v2 DS13-4_v2 DS14_v2 DS14-8_v2 DS15_v2 DS2_v2 DS3_v2
      DS4_v2 DS12-1_v2 DS12-2_v2 DS13-2_v2 DS14-4_v2
    standardDSv2PromoFamily: DS2_v2_Promo DS3_v2_Promo DS4_v2_Promo DS5_v2_Promo DS11_v2_Promo DS12_v2_Promo DS13_v2_Promo
      DS14_v2_Promo
    standardDSv3Family: D2s_v3 D4s_v3 D8s_v3 D16s_v3 D32s_v3 D48s_v3 D64s_v3
    standardDSv4Family: D2s_v4 D4s_v4 D8s_v4 D16s_v4 D32s_v4 D48s_v4 D64s_v4
    standardDSv5Family: D2s_v5 D4s_v5 D8s_v5 D16s_v5 D32s_v5 D48s_v5 D64s_v5 D96s_v5
    standardDv2Family: D1_v2 D2_v2 D3_v2 D4_v2 D5_v2 D11_v2 D12_v2 D13_v2 D14_v2 D15_v2
    standardDv2PromoFamily: D2_v2_Promo D3_v2_Promo D4_v2_Promo D5_v2_Promo D11_v2_Promo D12_v2_Promo D13_v2_Promo
      D14_v2_Promo
    standardDv3Family: D2_v3 D4_v3 D8_v3 D16_v3 D32_v3 D48_v3 D64_v3
    standardDv4Family: D2_v4 D4_v4 D8_v4 D16_v4 D32_v4 D48_v4 D64_v4
    standardDv5Family: D2_v5 D4_v5 D8_v5 D16_v5 D32_v5 D48_v5 D64_v5 D96_v5
    standardEADSv5Family: E2ads_v5 E96-48ads_v5 E4ads_v5 E8ads_v5 E16ads_v5 E20ads_v5 E32ads_v5 E48ads_v5 E64ads_v5
      E96ads_v5
    standardEASv4Family: E2as_v4 E4-2as_v4 E96as_v4 E4as_v4 E8as_v4 E16as_v4 E20as_v4 E32as_v4 E48as_v4 E64as_v4
    standardEASv5Family: E2as_v5 E4as_v5 E8as_v5 E16as_v5 E20as_v5 E32as_v5 E48as_v5 E64as_v5 E96as_v5
    standardEAv4Family: E2a_v4 E96a_v4 E4a_v4 E8a_v4 E16a_v4 E20a_v4 E32a_v4 E48a_v4 E64a_v4
    standardEBDSv5Family: E2bds_v5 E4bds_v5 E8bds_v5 E16bds_v5 E32bds_v5 E48bds_v5 E64bds_v5
    standardEBSv5Family: E2bs_v5 E4bs_v5 E8bs_v5 E16bs_v5 E32bs_v5 E48bs_v5 E64bs_v5
    standardEDSv4Family: E2ds_v4 E64-32ds_v4 E4ds_v4 E8ds_v4 E16ds_v4 E20ds_v4 E32ds_v4 E48ds_v4 E64ds_v4
    standardEDSv5Family: E2ds_v5 E4ds_v5 E8ds_v5 E16ds_v5 E20ds_v5 E32ds_v5 E48ds_v5 E64ds_v5 E96ds_v5
    standardEDv4Family: E2d_v4 E4d_v4 E8d_v4 E16d_v4 E20d_v4 E32d_v4 E48d_v4 E64d_v4
    standardEDv5Family: E2d_v5 E4d_v5 E8d_v5 E16d_v5 E20d_v5 E32d_v5 E48d_v5 E64d_v5 E96d_v5
    standardEISv3Family: E64is_v3
    standardEIv3Family: E64i_v3
    standardESv3Family: E2s_v3 E4-2s_v3 E32-8s_v3 E64-16s_v3 E4s_v3 E8s_v3 E16s_v3 E20s_v3 E32s_v3 E48s_v3 E64s_v3
      E8-2s_v3 E8-4s_v3 E16-4s_v3 E16-8s_v3 E32-16s_v3 E64-32s_v3
    standardESv4Family: E2s_v4 E4s_v4 E8s_v4 E16s_v4 E20s_v4 E32s_v4 E48s_v4 E64s_v4
    standardESv5Family: E2s_v5 E4s_v5 E8s_v5 E16s_v5 E20s_v5 E32s_v5 E48s_v5 E64s_v5 E96s_v5
    standardEv3Family: E2_v3 E20_v3 E64_v3 E4_v3 E8_v3 E16_v3 E32_v3 E48_v3
    standardEv4Family: E2_v4 E4_v4 E8_v4 E16_v4 E20_v4 E32_v4 E48_v4 E64_v4
    standardEv5Family: E2_v5 E4_v5 E8_v5 E16_v5 E20_v5 E32_v5 E48_v5 E64_v5 E96_v5
    standardFFamily: F1 F2 F4 F8 F16
    standardFSFamily: F1s F16s F2s F4s F8s
    standardFSv2Family: F2s_v2 F4s_v2 F8s_v2 F16s_v2 F32s_v2 F48s_v2 F64s_v2 F72s_v2
    standardFXMDVSFamily: FX4mds FX12mds FX24mds FX36mds FX48mds
    standardGFamily: G1 G2 G3 G4 G5
    standardGSFamily: GS1 GS4-4 GS4-8 GS5 GS5-16 GS2 GS3 GS4 GS5-8
    standardHBrsv2Family: HB120rs_v2 HB120-16rs_v2 HB120-32rs_v2 HB120-64rs_v2 HB120-96rs_v2
    standardHBSFamily: HB60rs
    standardHBv3Family: HB120rs_v3 HB120-16rs_v3 HB120-32rs_v3 HB120-64rs_v3 HB120-96rs_v3
    standardHBv4Family: HB176rs_v4 HB176-24rs_v4 HB176-144rs_v4
    standardHCSFamily: HC44rs
    standardHFamily: H8 H16 H8m H16m H16r H16mr
    standardHPromoFamily: H8_Promo H16r_Promo H16mr_Promo H16_Promo H8m_Promo H16m_Promo
    standardHXFamily: HX176rs HX176-24rs
    standardLASv3Family: L8as_v3 L16as_v3 L32as_v3 L48as_v3 L64as_v3 L80as_v3
    standardLSFamily: L4s L8s L16s L32s
    standardLSv2Family: L8s_v2 L16s_v2 L32s_v2 L48s_v2 L64s_v2 L80s_v2
    standardLSv3Family: L8s_v3 L16s_v3 L32s_v3 L48s_v3 L64s_v3 L80s_v3
    standardMDSMediumMemoryv2Family: M32dms_v2 M64ds_v2 M64dms_v2 M128ds_v2 M128dms_v2 M192ids_v2 M192idms_v2
    standardMSFamily: M8ms M8-2ms M16ms M16-4ms M32ls M32ms M32ts M64 M64m M64ls M64ms M64s M128 M128m M128ms M128s
      M128-32ms
    standardMSMediumMemoryv2Family: M32ms_v2 M64s_v2 M64ms_v2 M128s_v2 M128ms_v2 M192is_v2 M192ims_v2
    standardMSv2Family: M208s_v2 M208ms_v2 M416s_v2 M416ms_v2 M416-208s_v2
    StandardNCADSA100v4Family: NC24ads_A100_v4 NC48ads_A100_v4 NC96ads_A100_v4
    StandardNCadsH100v5Family: NC40ads_H100_v5
    standardNCFamily: NC6 NC12 NC24 NC24r
    standardNCPromoFamily: NC6_Promo NC12_Promo NC24_Promo NC24r_Promo
    standardNCSv2Family: NC6s_v2 NC12s_v2 NC24s_v2 NC24rs_v2
    standardNCSv3Family: NC6s_v3 NC12s_v3 NC24s_v3 NC24rs_v3
    standardNDSFamily: ND6s ND12s ND24s ND24rs
    standardNDSv2Family: ND40rs_v2
    StandardNGADSV620v1Family: NG8ads_V620_v1 NG16ads_V620_v1 NG32ads_V620_v1 NG32adms_V620_v1
    standardNPSFamily: NP10s NP20s NP40s
    StandardNVADSA10v5Family: NV6ads_A10_v5 NV12ads_A10_v5 NV36ads_A10_v5 NV36adms_A10_v5 NV72ads_A10_v5
    standardNVFamily: NV6 NV12 NV24
    standardNVPromoFamily: NV6_Promo NV12_Promo NV24_Promo
    standardNVSv3Family: NV12s_v3 NV24s_v3 NV48s_v3
    standardNVSv4Family: NV4as_v4 NV8as_v4 NV16as_v4 NV32as_v4
    standardXEIDSv4Family: E80ids_v4
    standardXEISv4Family: E80is_v4
    """

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
      for size in sizes {
        #expect(VMFamilies.key(ofSize: "Standard_\(size)") == key, "\(size) of \(family)")
        #expect(VMFamilies.key(ofSize: "STANDARD_\(size.uppercased())") == key, "\(size)")
        #expect(VMFamilies.isKnown(size: "Standard_\(size)"), "\(size)")
      }
    }
    #expect(Self.sizes.reduce(0) { $0 + $1.sizes.count } == 603)
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
