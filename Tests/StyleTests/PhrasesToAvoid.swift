// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

/// A phrase that no message, help text, comment or page of the documentation contains, and what to write instead.
struct PhraseToAvoid: Sendable, CustomTestStringConvertible {
  /// A regular expression, to be matched without regard to case against text whose line breaks and runs of blanks are
  /// single blanks. It begins and ends at a border of words where that matters.
  let pattern: String
  /// What to write instead: words, or the shape of the sentence.
  let instead: String

  init(_ pattern: String, _ instead: String) {
    self.pattern = pattern
    self.instead = instead
  }

  var testDescription: String { pattern }
}

extension PhraseToAvoid {
  /// The list. Plain English is subject, verb, object; a message says what is wrong, then what to write, and names the key.
  ///
  /// An entry is chosen so that good English does not contain it: "there is no axis" is fine, "'x' is no number" is not.
  /// This file and quotations of other people's text are not searched.
  static let all: [PhraseToAvoid] = [
    // "No" for "not a".
    PhraseToAvoid(
      #"['"`)] (is|are) no (?!(longer|more|less|fewer|larger|smaller|later|earlier|older|newer|better|worse|such)\b)"#,
      "'x' is not a ..."),
    PhraseToAvoid(
      #"\b(it|this|that|which|what) is no (?!(longer|more|less|fewer|larger|smaller|later|earlier|older|newer|better|worse|such)\b)"#,
      "is not a ..."),
    PhraseToAvoid(
      #"(?<!\bthere )\b(is|are) no (?!(longer|more|less|fewer|larger|smaller|later|earlier|older|newer|better|worse|wider|slower|such)\b)"#,
      "is not a ..., are not ..."),
    PhraseToAvoid(#"\bno UTF-8\b"#, "not UTF-8"),
    PhraseToAvoid(#"\bhas no part in\b"#, "does not apply to, is not used by"),
    PhraseToAvoid(#"\bholds? (for|of) none\b"#, "matches none of ..."),
    PhraseToAvoid(#"\b(stands?|stood) in no\b"#, "does not contain"),
    PhraseToAvoid(#"\b(that|which) there (is|are|was|were) not\b"#, "an unknown ..., ... does not exist"),
    PhraseToAvoid(#"\bsays? nothing but\b|\bnothing but errors\b"#, "prints only ..."),
    PhraseToAvoid(#"\bthe answer is no\b"#, "a check failed, or results differ"),
    PhraseToAvoid(#"\bhinders? nobody\b"#, "never blocks ..."),
    PhraseToAvoid(#"\bsomebody\b"#, "say who: the user, the caller, another process"),

    // Telling, saying, judging.
    PhraseToAvoid(
      #"\b(is|are|was|were|be) told\b(?! (apart|from)\b)"#, "prints, reports, shows: poolsim shows every error at once"),
    PhraseToAvoid(
      #"\btells (of|which|what|whether|how)\b|\b(does|do|could|would) not tell\b"#,
      "reports, shows, says which; 'tells you which' is fine"),
    PhraseToAvoid(#"\b(hold|holds|held|holding)( [\w']+){0,3} against\b"#, "checks ... against, compares ... with"),
    PhraseToAvoid(#"\bcannot be judged\b"#, "say what is missing: rate needs a unit; write rate == 10/min"),
    PhraseToAvoid(#"\bputs? [^.;:]{1,40} beside\b"#, "compares ... with"),
    PhraseToAvoid(#"\bwith everything else\b"#, "together with all other errors"),
    PhraseToAvoid(#"\bwhat was asked for\b"#, "the requested ..., results"),

    // Places and ways that a reader does not see.
    PhraseToAvoid(
      #"\b(path|axis|key|keys|it|that|steps?)( \w+)? leads? (nowhere|somewhere|upwards|through)\b"#,
      "name what does not exist: there is no parameter image.size"),
    PhraseToAvoid(
      #"\bis not (possible|known|allowed) here\b"#, "name the key: kind cannot be 'x'; there is no key 'x' in image"),
    PhraseToAvoid(#"\bin (the )?place of\b"#, "instead of"),
    PhraseToAvoid(#"\bpass(ed|es)? over\b"#, "ignored, skipped"),
    PhraseToAvoid(#"\b(has|have|is|are) at hand\b"#, "has, is available"),
    PhraseToAvoid(#"\bto be had\b"#, "available"),
    PhraseToAvoid(#"\b(is|are|was|were) over by then\b"#, "had ended by then"),
    PhraseToAvoid(#"\bare to be made\b"#, "are created; 'creation date' for the day"),

    // Words carried over from another language.
    PhraseToAvoid(#"\banew\b"#, "again"),
    PhraseToAvoid(#"\bfor want of\b"#, "because ... is missing"),
    PhraseToAvoid(#"\bas far as (they|that|this|somebody|one|is|are)\b"#, "where, if: 'where it is known'"),
    PhraseToAvoid(#"\bbut for\b"#, "except for"),
    PhraseToAvoid(#"\b(at|to|by|after|over) so (many|much)\b"#, "this many, or the number"),
    PhraseToAvoid(#"\bhangs? on\b"#, "depends on"),
    PhraseToAvoid(#"\bon the mean\b"#, "on average"),
    PhraseToAvoid(
      #"\bon (common|independent) random numbers\b"#, "with the same random numbers, with independent ones"),
    PhraseToAvoid(
      #"\b(came|comes?) to (nothing|this|that|what)\b|\bwhat( \w+){1,3} came to\b"#, "the result of ..., had no effect"),
    PhraseToAvoid(#"\bso soon as\b|\bso far as\b"#, "as soon as, if"),

    // Padding.
    PhraseToAvoid(#"\bin order to\b"#, "to"),
    PhraseToAvoid(#"\butili[sz]e[sd]?\b"#, "use"),
  ]
}
