package angklung.tally;

import angklung.avro.Engagement;
import angklung.avro.UsageCount;
import angklung.stage.StateReader;
import angklung.stage.StateSerdes;
import angklung.stage.StateWriter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import org.apache.kafka.common.serialization.Serde;

/**
 * What was played of one recording in one usage group, period and revision, or in several of them: counts by local
 * day, engagement and length of the track, sorted.
 */
record TallyRow(List<Cell> cells) {
    static final TallyRow EMPTY = new TallyRow(List.of());

    private static final int FORMAT = 2;

    /**
     * @param day local epoch day of the plays
     * @param trackMinutes length of the track in minutes, rounded up; 0 for five minutes or less
     * @param plays royalty-bearing plays
     * @param shortPlays plays too short to be royalty-bearing
     */
    record Cell(int day, Engagement engagement, int trackMinutes, long plays, long shortPlays) {
        private static final Comparator<Cell> ORDER =
                Comparator.comparingInt(Cell::day)
                        .thenComparing(Cell::engagement)
                        .thenComparingInt(Cell::trackMinutes);

        private Cell plus(Cell other) {
            return new Cell(
                    day,
                    engagement,
                    trackMinutes,
                    Math.addExact(plays, other.plays),
                    Math.addExact(shortPlays, other.shortPlays));
        }

        private Cell without(long taken) {
            return new Cell(day, engagement, trackMinutes, plays - taken, shortPlays);
        }
    }

    TallyRow {
        cells = List.copyOf(cells);
    }

    /** This row with the given counts added. */
    TallyRow plus(List<UsageCount> counts) {
        List<Cell> sum = new ArrayList<>(cells);
        for (UsageCount count : counts) {
            add(
                    sum,
                    new Cell(
                            Math.toIntExact(count.getDay().toEpochDay()),
                            count.getEngagement(),
                            count.getTrackMinutes(),
                            count.getPlays(),
                            count.getShortPlays()));
        }
        return new TallyRow(sum);
    }

    /** Both rows together. */
    TallyRow plus(TallyRow other) {
        if (cells.isEmpty() || other.cells.isEmpty()) {
            return cells.isEmpty() ? other : this;
        }
        List<Cell> sum = new ArrayList<>(cells);
        other.cells.forEach(cell -> add(sum, cell));
        return new TallyRow(sum);
    }

    /**
     * This row without the plays of another; short plays stay.
     *
     * @throws IllegalStateException if the other has plays that are not in this one
     */
    TallyRow minus(TallyRow other) {
        if (other.cells.isEmpty()) {
            return this;
        }
        List<Cell> rest = new ArrayList<>(cells);
        for (Cell taken : other.cells) {
            int at = position(rest, taken);
            boolean known = at < rest.size() && Cell.ORDER.compare(rest.get(at), taken) == 0;
            long played = known ? rest.get(at).plays() : 0;
            if (taken.plays() > played) {
                throw new IllegalStateException(taken.plays() + " plays were found artificial of " + played
                        + " on " + LocalDate.ofEpochDay(taken.day()) + ", " + taken.engagement() + ", "
                        + taken.trackMinutes() + " minutes");
            }
            if (known) {
                rest.set(at, rest.get(at).without(taken.plays()));
            }
        }
        return new TallyRow(rest);
    }

    private static void add(List<Cell> sum, Cell added) {
        int at = position(sum, added);
        if (at < sum.size() && Cell.ORDER.compare(sum.get(at), added) == 0) {
            sum.set(at, sum.get(at).plus(added));
        } else {
            sum.add(at, added);
        }
    }

    /** Where the cell of the same day, engagement and length is, or has to be put. Mostly the last: days come in order. */
    private static int position(List<Cell> sorted, Cell cell) {
        int at = sorted.size();
        while (at > 0 && Cell.ORDER.compare(sorted.get(at - 1), cell) >= 0) {
            at--;
        }
        return at;
    }

    /** Royalty-bearing plays of all days. */
    long plays() {
        long sum = 0;
        for (Cell cell : cells) {
            sum = Math.addExact(sum, cell.plays());
        }
        return sum;
    }

    /** Plays of all days that are too short to be royalty-bearing. */
    long shortPlays() {
        long sum = 0;
        for (Cell cell : cells) {
            sum = Math.addExact(sum, cell.shortPlays());
        }
        return sum;
    }

    /** Last local epoch day with a royalty-bearing play; empty if there is none. */
    OptionalInt lastDay() {
        return cells.stream().filter(cell -> cell.plays() > 0).mapToInt(Cell::day).max();
    }

    static Serde<TallyRow> serde() {
        return StateSerdes.fields(FORMAT, TallyRow::encode, TallyRow::decode);
    }

    void encode(StateWriter writer) {
        writer.number(cells.size());
        for (Cell cell : cells) {
            writer.number(cell.day())
                    .number(code(cell.engagement()))
                    .number(cell.trackMinutes())
                    .number(cell.plays())
                    .number(cell.shortPlays());
        }
    }

    static TallyRow decode(StateReader reader) {
        int size = reader.integer();
        List<Cell> cells = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            cells.add(new Cell(
                    reader.integer(),
                    engagement(reader.integer()),
                    reader.integer(),
                    reader.number(),
                    reader.number()));
        }
        return new TallyRow(cells);
    }

    /** Numbers of their own: the order of the schema's symbols is no part of the state's format. */
    private static int code(Engagement engagement) {
        return switch (engagement) {
            case UNKNOWN -> 0;
            case ACTIVE -> 1;
            case PASSIVE -> 2;
        };
    }

    private static Engagement engagement(int code) {
        return switch (code) {
            case 1 -> Engagement.ACTIVE;
            case 2 -> Engagement.PASSIVE;
            default -> Engagement.UNKNOWN;
        };
    }
}
