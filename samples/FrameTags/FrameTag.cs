namespace FrameTags;

/// <summary>What travels with a frame.</summary>
/// <param name="Number">The frame's number.</param>
/// <param name="WrittenAt">When it was written, in ticks of the stopwatch.</param>
internal readonly record struct FrameTag(int Number, long WrittenAt);
