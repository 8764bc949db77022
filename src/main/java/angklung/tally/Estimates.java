package angklung.tally;

import angklung.avro.ProvisionalEarning;
import angklung.avro.ProvisionalKind;
import angklung.avro.RightType;
import angklung.model.Bucket;
import angklung.model.OfferingKey;
import angklung.stage.StateReader;
import angklung.stage.StateSerdes;
import angklung.stage.StateWriter;
import angklung.stage.StoreKey;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;

/** The estimates that were published last for one recording and right, by party. */
record Estimates(SortedMap<String, Estimate> byParty) {
    static final Estimates NONE = new Estimates(new TreeMap<>());

    private static final int FORMAT = 1;

    /**
     * @param plays royalty-bearing plays that it rests on
     * @param rate what was known of the rate; null: nothing, so the estimate is only a number of plays
     * @param asOfMs when it was made, in epoch millis
     */
    record Estimate(long plays, Rated rate, long asOfMs) {

        boolean saysTheSameAs(Estimate other) {
            return other != null
                    && plays == other.plays
                    && (rate == null ? other.rate == null : rate.equals(other.rate));
        }
    }

    /** An amount by a rate sheet. */
    record Rated(String rateSheetId, String currency, long micros) {}

    /**
     * Which recording, right and period.
     *
     * @param right that is paid for
     */
    record Subject(OfferingKey offering, String period, RightType right, String isrc) {

        Bytes key() {
            return group(offering, period, right)
                    .oneByte(Bucket.of(isrc))
                    .text(isrc)
                    .toBytes();
        }

        /** What the keys of all recordings of a pool start with. */
        static StoreKey group(OfferingKey offering, String period, RightType right) {
            return StoreKey.of(
                    offering.dsp(), period, offering.territory(), offering.offering(), right.name());
        }

        /** Key of the published record. */
        String publicKey(String party) {
            return offering + "/" + period + "/" + right + "/" + isrc + "/" + party;
        }

        /** The record of one party's estimate, to which a final one adds. */
        ProvisionalEarning.Builder publish(ProvisionalKind kind, String party, Estimate estimate) {
            Rated rate = estimate.rate();
            return ProvisionalEarning.newBuilder()
                    .setKind(kind)
                    .setDsp(offering.dsp())
                    .setTerritory(offering.territory())
                    .setOffering(offering.offering())
                    .setPeriod(period)
                    .setRightType(right)
                    .setIsrc(isrc)
                    .setPartyId(party)
                    .setPlays(estimate.plays())
                    .setCurrency(rate == null ? null : rate.currency())
                    .setEstimateMicros(rate == null ? null : rate.micros())
                    .setRateSheetId(rate == null ? null : rate.rateSheetId())
                    .setAsOf(Instant.ofEpochMilli(estimate.asOfMs()));
        }
    }

    Estimates {
        byParty = Collections.unmodifiableSortedMap(byParty);
    }

    static Serde<Estimates> serde() {
        return StateSerdes.fields(FORMAT, Estimates::encode, Estimates::decode);
    }

    private void encode(StateWriter writer) {
        writer.number(byParty.size());
        byParty.forEach((party, estimate) -> {
            Rated rate = estimate.rate();
            writer.text(party).number(estimate.plays()).number(estimate.asOfMs()).flag(rate != null);
            if (rate != null) {
                writer.text(rate.rateSheetId()).text(rate.currency()).number(rate.micros());
            }
        });
    }

    private static Estimates decode(StateReader reader) {
        SortedMap<String, Estimate> byParty = new TreeMap<>();
        for (int left = reader.integer(); left > 0; left--) {
            String party = reader.text();
            long plays = reader.number();
            long asOfMs = reader.number();
            Rated rate = reader.flag() ? new Rated(reader.text(), reader.text(), reader.number()) : null;
            byParty.put(party, new Estimate(plays, rate, asOfMs));
        }
        return new Estimates(byParty);
    }
}
