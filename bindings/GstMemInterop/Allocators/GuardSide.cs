namespace GstMemInterop;

/// <summary>Which end of a block of a <see cref="GuardPageAllocator"/> touches an inaccessible page to the byte.</summary>
public enum GuardSide
{
    /// <summary>The end: a write one byte behind the block faults.</summary>
    After,

    /// <summary>The start: a write one byte before the block faults.</summary>
    Before,
}
