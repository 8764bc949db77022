package angklung.settlement;

import angklung.avro.LineKind;

/** What moves a balance between two statements; a statement shows the sum of each. */
enum Movement {
    EARNINGS(1),
    ADJUSTMENTS(1),
    DEDUCTIONS(-1),
    RECOUPED(-1),
    RESERVED(-1),
    RELEASED(1),
    CONVERTED_IN(1),
    CONVERTED_OUT(-1),
    TAX(-1),
    PAYMENTS(-1);

    /** 1 if it adds to the balance, −1 if it takes from it. */
    final int sign;

    Movement(int sign) {
        this.sign = sign;
    }

    /**
     * The movement that a line is part of; null for an advance, which is paid beside the balance.
     *
     * @param credited whether the line adds to what the party is owed
     * @throws IllegalStateException if no line of this kind has a party
     */
    static Movement of(LineKind kind, boolean credited) {
        return switch (kind) {
            case ACCRUAL -> EARNINGS;
            case ADJUSTMENT -> ADJUSTMENTS;
            case DEDUCTION -> DEDUCTIONS;
            case RECOUPMENT -> RECOUPED;
            case RESERVE -> RESERVED;
            case RELEASE -> RELEASED;
            case FX -> credited ? CONVERTED_IN : CONVERTED_OUT;
            case WITHHOLDING -> TAX;
            case PAYOUT -> PAYMENTS;
            case ADVANCE -> null;
            case UNKNOWN, HOLD, EXPIRY, REVERSAL -> throw new IllegalStateException(
                    "A line of kind " + kind + " has no party whose balance it moves");
        };
    }
}
