package angklung.tally;

import angklung.stage.StateReader;
import angklung.stage.StateWriter;

/**
 * To report the plays of one revision of one service and period. The fields that are not final are the progress; only
 * {@link TotalWork} touches them.
 */
final class TotalJob implements Job {
    final String dsp;
    final String period;
    final int revision;
    final Counters expected;
    final long recordedAtMs;

    /** Key of the last row that was added up; null before the first. */
    byte[] done;

    /** The usage group of that row, not sent yet; null before the first row. */
    GroupTotals group;

    long plays;
    long shortPlays;

    /** TOTAL records sent, by target partition. */
    final long[] recordsSent;

    /**
     * @param expected what the marks say that all rows sum up to
     * @param recordedAtMs time of the record that caused the work
     * @param targets number of partitions that the totals go to
     */
    TotalJob(String dsp, String period, int revision, Counters expected, long recordedAtMs, int targets) {
        this(dsp, period, revision, expected, recordedAtMs, new long[targets]);
    }

    private TotalJob(
            String dsp, String period, int revision, Counters expected, long recordedAtMs, long[] recordsSent) {
        this.dsp = dsp;
        this.period = period;
        this.revision = revision;
        this.expected = expected;
        this.recordedAtMs = recordedAtMs;
        this.recordsSent = recordsSent;
    }

    @Override
    public void encode(StateWriter writer) {
        expected.encode(writer.number(TOTAL).text(dsp).text(period).number(revision));
        writer.number(recordedAtMs)
                .numbers(recordsSent)
                .number(plays)
                .number(shortPlays)
                .flag(group != null);
        if (group != null) {
            group.encode(writer.bytes(done));
        }
    }

    /** The kind is read already. */
    static TotalJob decode(StateReader reader) {
        TotalJob job = new TotalJob(
                reader.text(),
                reader.text(),
                reader.integer(),
                Counters.decode(reader),
                reader.number(),
                reader.numbers());
        job.plays = reader.number();
        job.shortPlays = reader.number();
        if (reader.flag()) {
            job.done = reader.bytes();
            job.group = GroupTotals.decode(reader);
        }
        return job;
    }
}
