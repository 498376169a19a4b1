namespace GstMemInterop.Bytes;

/// <summary>Where a pattern begins that fills new bytes.</summary>
public enum PatternPhase
{
    /// <summary>With the first new byte.</summary>
    NewBytes = 0,

    /// <summary>With the first byte of the chunk, so that growing in several steps gives the same bytes as growing at once.</summary>
    Chunk = 1,
}
