export const passwordMinLength = 10;
