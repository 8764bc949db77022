package angklung.demo;

import angklung.explain.Language;
import angklung.money.Micros;
import angklung.proof.VerdictText;
import angklung.replay.MoneyText;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

/** What the transparency log of a demo proves, and that a changed proof proves nothing, for people. */
final class ProofReport {
    private static final int WIDTH = 118;
    private static final int ID_SHOWN = 8;

    private final Optional<DemoProof> proof;
    private final VerdictText words = new VerdictText(Language.EN);
    private final StringBuilder text = new StringBuilder();

    ProofReport(Optional<DemoProof> proof) {
        this.proof = proof;
    }

    /** Lines, each ended by LF; the first is empty. */
    String text() {
        line("");
        proof.ifPresentOrElse(this::add, () -> line("Proof: no songwriter has a statement with an amount in IDR, so"
                + " there is none to prove"));
        return text.toString();
    }

    private void add(DemoProof one) {
        String currency = one.statement().getCurrency();
        line("Proof: statement %s of %s, %s, in %s, against the public log of %s leaves",
                one.statement().getStatementId().substring(0, ID_SHOWN), one.statement().getPartyId(),
                one.writer().getName(), currency, MoneyText.count(one.checkpoint().size()));
        words.of(one.verdict()).lines().forEach(this::wrapped);
        line("");
        ChangedDigit changed = one.changed();
        line("The same proof with one digit changed: %s says %s %s instead of %s", changed.field(),
                units(changed.after(), currency), currency, units(changed.before(), currency));
        wrapped(one.changedVerdict().failure().map(words::of).orElse("IT WAS VERIFIED ALL THE SAME"));
    }

    private static String units(String micros, String currency) {
        return MoneyText.of(new BigDecimal(micros).movePointLeft(Micros.SCALE), currency);
    }

    /** Indented by two; what does not fit goes on under the first word of a point. */
    private void wrapped(String line) {
        String indent = line.startsWith("- ") || line.matches("[0-9] .*") ? "    " : "  ";
        StringBuilder rest = new StringBuilder("  " + line);
        while (rest.length() > WIDTH) {
            int at = rest.lastIndexOf(" ", WIDTH);
            if (at < indent.length()) {
                break; // one word, and nothing to break it at
            }
            line("%s", rest.substring(0, at));
            rest.delete(0, at + 1).insert(0, indent);
        }
        line("%s", rest);
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}
