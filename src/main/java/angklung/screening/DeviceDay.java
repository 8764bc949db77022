package angklung.screening;

/** One device on one day; both by the number that {@link Listening} gives them. */
record DeviceDay(int device, int day) {}
