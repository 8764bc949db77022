package angklung.tally;

import angklung.model.OfferingKey;
import angklung.stage.StateReader;
import angklung.stage.StateWriter;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

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

    /** What is to be said of groups besides their plays; said of them once, and gone then. */
    final SortedMap<OfferingKey, News> news = new TreeMap<>();

    /** Whether all pools' rights were compared. */
    boolean rightsDone;

    /** Key of the last pool whose rights were compared; null before the first. */
    byte[] pool;

    /** Last change of claims that was looked at for the pool behind that one. */
    long change = RightsLog.START;

    /** Whether all that is found artificial was compared. */
    boolean screeningDone;

    /** Position of the last recording of which that was compared; null before the first. */
    byte[] screened;

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

    void add(String territory, String offering, UnaryOperator<News> more) {
        OfferingKey group = new OfferingKey(dsp, territory, offering);
        news.put(group, more.apply(news.getOrDefault(group, News.NONE)));
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
        writer.flag(rightsDone)
                .optionalBytes(pool)
                .number(change)
                .flag(screeningDone)
                .optionalBytes(screened)
                .number(news.size());
        news.forEach((group, more) -> more.encode(writer.text(group.territory()).text(group.offering())));
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
        job.decodeNews(reader);
        return job;
    }

    private void decodeNews(StateReader reader) {
        rightsDone = reader.flag();
        pool = reader.optionalBytes();
        change = reader.number();
        screeningDone = reader.flag();
        screened = reader.optionalBytes();
        for (int left = reader.integer(); left > 0; left--) {
            OfferingKey group = new OfferingKey(dsp, reader.text(), reader.text());
            news.put(group, News.decode(reader));
        }
    }
}
