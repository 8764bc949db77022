package angklung.bench;

import java.util.List;

/**
 * What one way to read the plays reached.
 *
 * @param name of the way
 * @param rounds plays per second, one value a round; the first round also warms up
 */
record Measurement(String name, List<Long> rounds) {

    /** Of all rounds but the first, if there are more. */
    long median() {
        List<Long> warm = rounds.size() > 1 ? rounds.subList(1, rounds.size()) : rounds;
        return warm.stream().sorted().toList().get(warm.size() / 2);
    }
}
