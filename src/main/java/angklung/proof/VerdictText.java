package angklung.proof;

import angklung.explain.Language;
import angklung.proof.Finding.Status;
import java.util.List;

/** A verdict as text in one language. */
public final class VerdictText {
    private final ProofWords words;

    public VerdictText(Language language) {
        this.words = new ProofWords(language);
    }

    /** One line for each check, then what is proved and what is not. */
    public String of(Verdict verdict) {
        StringBuilder text = new StringBuilder();
        for (Finding finding : verdict.findings()) {
            text.append(finding.check().number()).append(' ')
                    .append(words.say("status." + finding.status().label()));
            if (finding.status() != Status.NOT_REACHED) {
                text.append(": ").append(words.say(finding));
            }
            text.append('\n');
        }
        Meaning meaning = new Meaning(verdict, words);
        append(text, "heading.proved", meaning.proved());
        append(text, "heading.unproved", meaning.notProved());
        return text.toString();
    }

    /** The check that failed, in one line. */
    public String of(Finding failure) {
        return words.say("failure", Integer.toString(failure.check().number()), words.say(failure));
    }

    private void append(StringBuilder text, String heading, List<String> sentences) {
        if (!sentences.isEmpty()) {
            text.append('\n').append(words.say(heading)).append('\n');
            sentences.forEach(sentence -> text.append("- ").append(sentence).append('\n'));
        }
    }
}
