package angklung.bench;

import java.util.List;

/**
 * The result, with the conditions that it holds for.
 *
 * @param measurements in the order of {@link Way}
 */
public record BenchReport(BenchOptions options, String java, int cores, List<Measured> measurements) {

    /**
     * One way to read the plays.
     *
     * @param playsPerSecond median of all rounds but the first
     * @param perThousandOfDecode the same, in thousandths of what a consumer that decodes Avro reaches
     */
    public record Measured(String name, long playsPerSecond, long perThousandOfDecode, List<Long> rounds) {}

    static BenchReport of(BenchOptions options, List<Measurement> measurements) {
        long decode = measurements.get(Way.DECODE.ordinal()).median();
        return new BenchReport(
                options,
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors(),
                measurements.stream()
                        .map(m -> new Measured(
                                m.name(), m.median(), Math.round(1000.0 * m.median() / decode), m.rounds()))
                        .toList());
    }

    /** A table for people. */
    public String toTable() {
        StringBuilder table = new StringBuilder();
        table.append(String.format(
                "%,d plays, %d recordings, %d rounds (the first warms up), %d partitions, %d threads, %d cores, Java %s%n%n",
                options.plays(), options.recordings(), options.rounds(), options.partitions(), options.threads(),
                cores, java));
        table.append(String.format("%-30s %14s %10s%n", "way", "plays/s", "ratio"));
        for (Measured m : measurements) {
            table.append(String.format(
                    "%-30s %,14d %10s%n", m.name(), m.playsPerSecond(), ratio(m.perThousandOfDecode())));
        }
        return table.toString();
    }

    private static String ratio(long perThousand) {
        return perThousand / 1000 + "." + String.format("%03d", perThousand % 1000);
    }
}
