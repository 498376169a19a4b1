namespace GstMemInterop;

/// <summary>A block that is alive.</summary>
/// <param name="Bytes">How large it is, as it was asked for.</param>
/// <param name="Age">How long ago it was allocated.</param>
/// <param name="Stack">Who allocated it, one line a frame, innermost first; empty when stacks are off, <c>native code</c> when no C# was involved.</param>
public readonly record struct LiveAllocation(nuint Bytes, TimeSpan Age, string Stack);
