package angklung.opening;

import angklung.avro.Statement;
import java.time.Instant;

/** One statement, and what other programs than this one (Python's hmac, hashlib and cryptography) make of it. */
final class Fixture {
    static final String LEAF = "5f".repeat(32);

    static final String RECORD = """
            {"adjustments_micros":"-12","advance_micros":"0","batch_id":"payout/2026-10/IDR",\
            "booked_at":"2026-11-05T03:00:00Z","closing_micros":"981","converted_in_micros":"0",\
            "converted_out_micros":"0","currency":"IDR","deductions_micros":"0",\
            "earnings_micros":"9007199254740993","lines":"3",\
            "lines_hash":"abababababababababababababababababababababababababababababababab",\
            "opening_micros":"0","party_id":"P-Rāga \\"1\\"","payments_micros":"9007199254740000",\
            "period":"2026-10","recouped_micros":"0","released_micros":"0","reserve_micros":"0",\
            "reserved_micros":"0","run_id":"payout/2026-10",\
            "statement_id":"5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f","tax_micros":"0"}""";

    static final String SALT = "a16ed0c278a7ae8ff46f05377e63bd7afeaaeb8ef27b4374114621c2d15c009f";
    static final String COMMITMENT = "d52f9af8460c952fd11ae013df29dba5407649bf71c7d058896409754ac09b0e";
    static final String SEALED_SHA256 = "04622a13b15a4a313653357aba9050c989de6fd2e12d1c9623234441371c7f50";

    private Fixture() {}

    static Statement statement() {
        return Statement.newBuilder()
                .setStatementId(LEAF)
                .setPartyId("P-Rāga \"1\"")
                .setCurrency("IDR")
                .setRunId("payout/2026-10")
                .setPeriod("2026-10")
                .setOpeningMicros(0)
                .setEarningsMicros(9_007_199_254_740_993L) // 2^53 + 1: no double holds it
                .setAdjustmentsMicros(-12)
                .setDeductionsMicros(0)
                .setRecoupedMicros(0)
                .setReservedMicros(0)
                .setReleasedMicros(0)
                .setConvertedInMicros(0)
                .setConvertedOutMicros(0)
                .setTaxMicros(0)
                .setPaymentsMicros(9_007_199_254_740_000L)
                .setClosingMicros(981)
                .setAdvanceMicros(0)
                .setReserveMicros(0)
                .setLines(3)
                .setLinesHash("ab".repeat(32))
                .setBatchId("payout/2026-10/IDR")
                .setBookedAt(Instant.parse("2026-11-05T03:00:00Z"))
                .build();
    }

    /** The bytes 0 to 31. */
    static PartyKey key(int generation) {
        byte[] key = new byte[PartyKey.LENGTH];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) i;
        }
        return new PartyKey(generation, key);
    }
}
