package angklung.pool;

import angklung.avro.Agreement;
import angklung.avro.AllocationModel;
import angklung.avro.Authorship;
import angklung.avro.AuthorshipEffect;
import angklung.avro.AuthorshipPolicy;
import angklung.avro.PartialKind;
import angklung.avro.PolicyHolder;
import angklung.avro.PoolPartial;
import angklung.avro.RevenueReport;
import angklung.avro.RightType;
import angklung.topic.AvroSerdes;
import java.math.BigDecimal;
import java.time.LocalDate;

/** Agreements and revenue reports of the tests, complete but for what a test is about. */
final class PoolInputs {
    static final String DSP = "acme";
    static final String TERRITORY = "US";
    static final String TIER = "premium";
    static final String KEY = DSP + "/" + TERRITORY + "/" + TIER;
    static final String MAY = "2026-05";

    static {
        new AvroSerdes("mock://pool-inputs"); // builders of generated classes need the trust that this declares
    }

    private PoolInputs() {}

    static Agreement.Builder agreement() {
        return Agreement.newBuilder()
                .setDsp(DSP)
                .setTerritory(TERRITORY)
                .setOffering(TIER)
                .setRightType(RightType.MECHANICAL)
                .setModel(AllocationModel.MARKET_CENTRIC)
                .setValidFrom(LocalDate.parse("2026-01-01"));
    }

    static Agreement.Builder share(String part) {
        return agreement().setRevenueShareMillionths(micros(part));
    }

    static RevenueReport.Builder revenue(String netRevenue) {
        return RevenueReport.newBuilder()
                .setDsp(DSP)
                .setTerritory(TERRITORY)
                .setOffering(TIER)
                .setPeriod(MAY)
                .setCurrency("USD")
                .setNetRevenueMicros(micros(netRevenue))
                .setRevision(1);
    }

    /** A policy about AI_GENERATED contributions of all rights, from 2025 on: {@code holder} is KIND/name. */
    static AuthorshipPolicy.Builder policy(String holder, AuthorshipEffect effect) {
        int slash = holder.indexOf('/');
        return AuthorshipPolicy.newBuilder()
                .setHolderKind(PolicyHolder.valueOf(holder.substring(0, slash)))
                .setHolder(holder.substring(slash + 1))
                .setAuthorship(Authorship.AI_GENERATED)
                .setEffect(effect)
                .setValidFrom(LocalDate.parse("2025-01-01"));
    }

    /** A total without plays. */
    static PoolPartial.Builder partial() {
        return PoolPartial.newBuilder()
                .setKind(PartialKind.TOTAL)
                .setDsp(DSP)
                .setPeriod(MAY)
                .setTerritory(TERRITORY)
                .setOffering(TIER);
    }

    static long micros(String decimal) {
        return new BigDecimal(decimal).movePointRight(6).longValueExact();
    }
}
