using System.Runtime.CompilerServices;

// Nothing here relies on zeroed stack memory; hot paths need not pay for it.
[module: SkipLocalsInit]
