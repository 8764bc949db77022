package angklung.notary;

import angklung.avro.PayoutTotal;
import angklung.avro.PeriodFact;
import angklung.avro.PeriodState;
import angklung.avro.Statement;
import angklung.opening.PartyKey;
import angklung.topic.AvroSerdes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/** Statements and ends of payout runs as settlement writes them, and keys that are no secret. */
final class Samples {
    static final Instant BOOKED_AT = Instant.parse("2026-11-10T08:00:00Z");
    static final String PERIOD = "2026-10";
    static final String RUN = "payout/2026-10";

    static {
        AvroSerdes.trustGeneratedClasses();
    }

    private Samples() {}

    /** A key that follows from the party. */
    static PartyKey key(String party) {
        return new PartyKey(1, utf8Hash(party));
    }

    static Statement statement(String runId, String party, String currency, long paidMicros) {
        return Statement.newBuilder()
                .setStatementId(HexFormat.of().formatHex(utf8Hash(runId + "|" + party + "|" + currency)))
                .setPartyId(party)
                .setCurrency(currency)
                .setRunId(runId)
                .setPeriod(PERIOD)
                .setOpeningMicros(0)
                .setEarningsMicros(paidMicros)
                .setAdjustmentsMicros(0)
                .setDeductionsMicros(0)
                .setRecoupedMicros(0)
                .setReservedMicros(0)
                .setReleasedMicros(0)
                .setConvertedInMicros(0)
                .setConvertedOutMicros(0)
                .setTaxMicros(0)
                .setPaymentsMicros(paidMicros)
                .setClosingMicros(0)
                .setAdvanceMicros(0)
                .setReserveMicros(0)
                .setLines(2)
                .setLinesHash("00".repeat(32))
                .setBatchId("batch of " + party)
                .setBookedAt(BOOKED_AT)
                .build();
    }

    static PeriodState paid(String runId, int partition, long statements, PayoutTotal... totals) {
        return PeriodState.newBuilder()
                .setKind(PeriodFact.PAID)
                .setDsp("")
                .setPeriod(PERIOD)
                .setRunId(runId)
                .setPartition(partition)
                .setPayouts(List.of(totals))
                .setStatements(statements)
                .setRecordedAt(BOOKED_AT)
                .build();
    }

    static byte[] utf8Hash(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The definition of RFC 6962, section 2.1, word by word. */
    static byte[] root(List<byte[]> entries) {
        int size = entries.size();
        if (size == 0) {
            return sha256();
        }
        if (size == 1) {
            return sha256(new byte[] {0}, entries.get(0));
        }
        int split = Integer.highestOneBit(size - 1);
        return sha256(new byte[] {1}, root(entries.subList(0, split)), root(entries.subList(split, size)));
    }
}
