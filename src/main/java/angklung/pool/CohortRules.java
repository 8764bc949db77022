package angklung.pool;

import angklung.avro.Agreement;
import angklung.avro.CohortRate;
import angklung.avro.CohortRevenue;
import angklung.avro.RevenueReport;
import angklung.money.Micros;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The share of revenue where it depends on when a subscriber subscribed: the revenue of each cohort that has a rate is
 * due by that rate, all other revenue by the revenue share of the agreement. Thus the Korean tariff of 2019 leaves old
 * subscriptions, renewed since, at the rates before.
 */
final class CohortRules {
    private CohortRules() {}

    /** Revenue of no cohort with a rate; negative only if {@link PriceabilityRules} refuses the report. */
    static BigDecimal otherRevenue(Agreement terms, RevenueReport report) {
        BigDecimal rest = Micros.toDecimal(report.getNetRevenueMicros());
        for (CohortRate rate : terms.getCohortRates()) {
            rest = rest.subtract(revenueOf(rate, report));
        }
        return rest;
    }

    /** One for each cohort with a rate, in the order of the agreement. */
    static List<Prong> cohorts(Agreement terms, RevenueReport report) {
        List<Prong> cohorts = new ArrayList<>();
        for (CohortRate rate : terms.getCohortRates()) {
            cohorts.add(Prong.of(
                    "revenue share of cohort " + rate.getCohort(),
                    "cohort_revenue_share", Micros.toDecimal(rate.getRevenueShareMillionths()),
                    "cohort_net_revenue", revenueOf(rate, report)));
        }
        return cohorts;
    }

    /** The prong of the revenue share, cohorts included. */
    static Prong revenueShare(Agreement terms, RevenueReport report) {
        BigDecimal share = terms.getRevenueShareMillionths() == null
                ? null
                : Micros.toDecimal(terms.getRevenueShareMillionths());
        BigDecimal revenue = Micros.toDecimal(report.getNetRevenueMicros());
        if (terms.getCohortRates().isEmpty()) {
            return Prong.of("revenue share", "revenue_share", share, "net_revenue", revenue);
        }
        BigDecimal rest = otherRevenue(terms, report);
        BigDecimal ofCohorts = cohorts(terms, report).stream()
                .map(Prong::result)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        Map<String, String> inputs = new LinkedHashMap<>();
        if (share != null) {
            inputs.put("revenue_share", Prong.plain(share));
        }
        inputs.put("net_revenue", Prong.plain(revenue));
        inputs.put("revenue of cohorts", Prong.plain(revenue.subtract(rest)));
        inputs.put("shares of cohorts", Prong.plain(ofCohorts));
        return new Prong(
                "revenue share",
                "revenue_share * (net_revenue - revenue of cohorts) + shares of cohorts",
                inputs,
                share == null ? ofCohorts : share.multiply(rest).add(ofCohorts));
    }

    /** 0 if the service reports nothing of it. */
    private static BigDecimal revenueOf(CohortRate rate, RevenueReport report) {
        return report.getCohorts().stream()
                .filter(cohort -> cohort.getCohort().equals(rate.getCohort()))
                .map(CohortRevenue::getNetRevenueMicros)
                .findFirst()
                .map(Micros::toDecimal)
                .orElse(BigDecimal.ZERO);
    }
}
