package angklung.demo;

import static angklung.avro.AllocationModel.ARTIST_CENTRIC;
import static angklung.avro.AllocationModel.MARKET_CENTRIC;
import static angklung.avro.AllocationModel.USER_CENTRIC;
import static angklung.avro.ScreeningPolicy.HOLD;
import static angklung.avro.ScreeningPolicy.NONE;
import static angklung.avro.ScreeningPolicy.REBASE;

import angklung.avro.AllocationModel;
import angklung.avro.ScreeningPolicy;
import java.util.List;

/**
 * One offering of the demo.
 *
 * @param isrcCountry country of the recordings that are mostly heard here
 * @param screening what the agreements do with plays found artificial
 * @param weight part of all plays, in hundredths
 * @param recordingModel how the recording pool is divided; the other rights are market-centric
 * @param recordingShare millionths of revenue that the recording right is due
 * @param mechanicalShare millionths of revenue that the mechanical right is due
 * @param performanceShare millionths of revenue that the performance right is due; 0: not agreed
 * @param revenuePerPlayMicros what the service takes in for each play
 */
record Market(
        String dsp,
        String territory,
        String offering,
        String currency,
        String timeZone,
        String isrcCountry,
        ScreeningPolicy screening,
        int weight,
        AllocationModel recordingModel,
        long recordingShare,
        long mechanicalShare,
        long performanceShare,
        long revenuePerPlayMicros) {

    /** Three services in three countries; weights add up to 100. */
    static final List<Market> ALL = List.of(
            new Market("nada", "ID", "premium", "IDR", "Asia/Jakarta", "ID", NONE, 22, MARKET_CENTRIC, 520_000, 100_000, 0, 95_000_000),
            new Market("nada", "ID", "free", "IDR", "Asia/Jakarta", "ID", HOLD, 18, MARKET_CENTRIC, 500_000, 90_000, 0, 21_500_000),
            new Market("sori", "KR", "premium", "KRW", "Asia/Seoul", "KR", NONE, 20, USER_CENTRIC, 482_500, 80_000, 25_000, 7_000_000),
            new Market("sori", "US", "premium", "USD", "America/New_York", "KR", NONE, 6, USER_CENTRIC, 520_000, 110_000, 40_000, 6_100),
            new Market("chord", "US", "premium", "USD", "America/New_York", "US", NONE, 20, ARTIST_CENTRIC, 520_000, 120_000, 31_000, 6_600),
            new Market("chord", "US", "free", "USD", "America/New_York", "US", REBASE, 14, MARKET_CENTRIC, 500_000, 100_000, 31_000, 1_700));
}
