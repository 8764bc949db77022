package angklung.tally;

import angklung.avro.DayWeight;
import angklung.model.Splits.Day;
import angklung.model.Weight;
import angklung.stage.StateReader;
import angklung.stage.StateSerdes;
import angklung.stage.StateWriter;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serde;

/** What intake says that one recording weighs, by local epoch day. */
record WeightRow(SortedMap<Integer, Day> days) {
    static final WeightRow EMPTY = new WeightRow(new TreeMap<>());

    private static final int FORMAT = 2;

    WeightRow {
        days = Collections.unmodifiableSortedMap(days);
    }

    /** This row with the given weights added. @throws IllegalArgumentException if one is negative or holds too much */
    WeightRow plus(List<DayWeight> weights) {
        SortedMap<Integer, Day> sum = new TreeMap<>(days);
        for (DayWeight weight : weights) {
            sum.merge(
                    Math.toIntExact(weight.getDay().toEpochDay()),
                    day(weight),
                    Day::plus);
        }
        return new WeightRow(sum);
    }

    private static Day day(DayWeight weight) {
        return new Day(
                weight.getPlays(),
                Weight.toUnits(weight.getWeight()),
                weight.getHeldPlays(),
                Weight.toUnits(weight.getHeldWeight()));
    }

    static Serde<WeightRow> serde() {
        return StateSerdes.fields(FORMAT, WeightRow::encode, WeightRow::decode);
    }

    private void encode(StateWriter writer) {
        writer.number(days.size());
        days.forEach((date, day) -> {
            writer.number(date).number(day.plays()).bytes(day.weight().toByteArray());
            writer.number(day.heldPlays()).bytes(day.heldWeight().toByteArray());
        });
    }

    private static WeightRow decode(StateReader reader) {
        SortedMap<Integer, Day> days = new TreeMap<>();
        for (int left = reader.integer(); left > 0; left--) {
            days.put(
                    reader.integer(),
                    new Day(
                            reader.number(),
                            new BigInteger(reader.bytes()),
                            reader.number(),
                            new BigInteger(reader.bytes())));
        }
        return new WeightRow(days);
    }
}
