using System.Globalization;

namespace GstMemInterop.Tests.Lifetime;

/// <summary>What the process keeps in memory, as the kernel counts it.</summary>
internal static class ResidentMemory
{
    internal static long Bytes => long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;

    /// <summary>How much stays after the rounds that came before is seen only when the same rounds ran once: the first fill caches and compile.</summary>
    internal static long GrowthOver(Action rounds)
    {
        rounds();
        Infrastructure.GstFixture.Settle();
        long before = Bytes;
        rounds();
        Infrastructure.GstFixture.Settle();
        return Bytes - before;
    }
}
