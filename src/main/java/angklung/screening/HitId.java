package angklung.screening;

import angklung.ledger.Sha256;
import angklung.model.Period;

/** Identifiers of hits and digests of subscribers, each SHA-256 over length-prefixed parts. */
public final class HitId {
    private HitId() {}

    /**
     * The same in every revision of the period, whatever was found besides.
     *
     * @param territory that the terms were for; null: the general ones
     * @param from first local epoch day of the window
     * @param to last local epoch day of the window
     * @return 64 lower-case hexadecimal digits
     */
    static String of(String dsp, Period period, Rule rule, String territory, Subject subject, int from, int to) {
        return new Sha256()
                .text(dsp)
                .text(period.toString())
                .text(rule.id())
                .text(territory == null ? "" : territory)
                .text(subject.kind().name())
                .text(subject.id())
                .text(Integer.toString(from))
                .text(Integer.toString(to))
                .hex();
    }

    /** A subscriber in a hit: who knows the pseudonym finds the hits, nobody finds the pseudonym in a hit. */
    public static String ofSubscriber(String dsp, String subscriber) {
        return new Sha256().text(dsp).text(subscriber).hex();
    }
}
