package angklung.explain;

/**
 * What one authorship policy did in a pool.
 *
 * @param plays of the recordings concerned
 * @param amountMicros paid, held, or what the excluded claims would have had
 */
public record Effect(long plays, long amountMicros) {
    Effect plus(Effect other) {
        return new Effect(Math.addExact(plays, other.plays), Math.addExact(amountMicros, other.amountMicros));
    }
}
