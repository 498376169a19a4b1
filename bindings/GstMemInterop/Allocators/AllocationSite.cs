namespace GstMemInterop;

/// <summary>Live blocks that one stack allocated.</summary>
/// <param name="Stack">The stack, one line a frame, innermost first.</param>
/// <param name="Count">How many blocks.</param>
/// <param name="Bytes">Their bytes together.</param>
/// <param name="OldestAge">How long ago the first of them was allocated.</param>
public readonly record struct AllocationSite(string Stack, int Count, nuint Bytes, TimeSpan OldestAge)
{
    internal static AllocationSite Of(string stack, IEnumerable<LiveAllocation> allocations)
    {
        AllocationSite site = new(stack, 0, 0, TimeSpan.Zero);
        foreach (LiveAllocation allocation in allocations)
        {
            TimeSpan oldest = allocation.Age > site.OldestAge ? allocation.Age : site.OldestAge;
            site = site with { Count = site.Count + 1, Bytes = site.Bytes + allocation.Bytes, OldestAge = oldest };
        }

        return site;
    }
}
