package angklung.settlement;

import angklung.avro.Advance;
import angklung.avro.Deduction;
import angklung.avro.DeductionChain;
import angklung.avro.FxRate;
import angklung.avro.Party;
import angklung.avro.RightType;
import angklung.avro.TaxProfile;
import angklung.avro.UnclaimedPolicy;
import angklung.model.HoldReason;
import angklung.model.Identifiers;
import angklung.money.Micros;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What is wrong with a party or with reference data: a phrase that follows its name; empty if nothing is. */
final class ReferenceRules {
    private ReferenceRules() {}

    static Optional<String> fault(DeductionChain chain) {
        if (!Identifiers.isOpaque(chain.getChain())) {
            return Optional.of("has no name");
        }
        if (isEmpty(chain.getValidFrom(), chain.getValidTo())) {
            return Optional.of("ends before it begins");
        }
        for (Deduction step : chain.getSteps()) {
            // both are parts of an account's name, which colons separate
            if (!Identifiers.isName(step.getBody()) || !Identifiers.isName(step.getName())) {
                return Optional.of("has a step without a proper body and name");
            }
            if (!Millionths.isPart(step.getRateMillionths())) {
                return Optional.of("has a rate outside 0 to 1,000,000 millionths");
            }
        }
        return Optional.empty();
    }

    static Optional<String> fault(TaxProfile profile) {
        if (!Identifiers.isOpaque(profile.getProfile())) {
            return Optional.of("has no name");
        }
        if (!Identifiers.isTerritory(profile.getCountry()) || !Identifiers.isName(profile.getKind())) {
            return Optional.of("has no proper country and kind of tax");
        }
        if (isEmpty(profile.getValidFrom(), profile.getValidTo())) {
            return Optional.of("ends before it begins");
        }
        if (!Millionths.isPart(profile.getBaseMillionths()) || !Millionths.isPart(profile.getRateMillionths())) {
            return Optional.of("has a base or rate outside 0 to 1,000,000 millionths");
        }
        return isScale(profile.getScale()) ? Optional.empty() : Optional.of("has a scale outside 0 to 6");
    }

    static Optional<String> fault(FxRate rate) {
        if (!Identifiers.isCurrency(rate.getBase()) || !Identifiers.isCurrency(rate.getQuote())) {
            return Optional.of("names a currency that is not of ISO 4217");
        }
        if (rate.getBase().equals(rate.getQuote())) {
            return Optional.of("converts a currency to itself");
        }
        return rate.getRate().signum() > 0 ? Optional.empty() : Optional.of("is not positive");
    }

    static Optional<String> fault(UnclaimedPolicy policy) {
        if (!Identifiers.isTerritory(policy.getTerritory()) || !Identifiers.isName(policy.getDestination())) {
            return Optional.of("has no proper territory and destination");
        }
        if (policy.getTermMonths() < 1 || policy.getAnnounceDays() < 1) {
            return Optional.of("has a term of less than 1 month, or less than 1 day of announcement");
        }
        if (isEmpty(policy.getValidFrom(), policy.getValidTo())) {
            return Optional.of("ends before it begins");
        }
        boolean known = !policy.getReasons().isEmpty() && policy.getReasons().stream().allMatch(HoldReason::isLabel);
        return known ? Optional.empty() : Optional.of("is about holds of no known reason: " + policy.getReasons());
    }

    static Optional<String> fault(Party party) {
        if (!Identifiers.isName(party.getPartyId())) {
            return Optional.of("has no proper identifier");
        }
        if (!Identifiers.isCurrency(party.getPayoutCurrency())) {
            return Optional.of("is paid in '" + party.getPayoutCurrency() + "', which is not of ISO 4217");
        }
        if (!isScale(party.getPayoutScale())) {
            return Optional.of("has a payout scale outside 0 to 6: " + party.getPayoutScale());
        }
        if (party.getPayoutThresholdMicros() < 0) {
            return Optional.of("has a negative payout threshold: " + party.getPayoutThresholdMicros() + " micros");
        }
        if (!Millionths.isPart(party.getReserveMillionths())) {
            return Optional.of("has a reserve outside 0 to 1,000,000 millionths: " + party.getReserveMillionths());
        }
        if (party.getReservePeriods() < (party.getReserveMillionths() > 0 ? 1 : 0)) {
            return Optional.of("reserves for " + party.getReservePeriods() + " periods");
        }
        return advances(party);
    }

    private static Optional<String> advances(Party party) {
        Set<String> ids = new HashSet<>();
        for (Advance advance : party.getAdvances()) {
            if (!Identifiers.isOpaque(advance.getAdvanceId()) || !ids.add(advance.getAdvanceId())) {
                return Optional.of("has advances without identifiers of their own: '" + advance.getAdvanceId() + "'");
            }
            if (advance.getAmountMicros() < 0) {
                return Optional.of("has a negative advance " + advance.getAdvanceId());
            }
            if (advance.getRightTypes().contains(RightType.UNKNOWN)) {
                return Optional.of("has an advance on an unknown right: " + advance.getAdvanceId());
            }
        }
        return Optional.empty();
    }

    private static boolean isEmpty(LocalDate from, LocalDate to) {
        return to != null && !from.isBefore(to);
    }

    private static boolean isScale(int scale) {
        return scale >= 0 && scale <= Micros.SCALE;
    }
}
