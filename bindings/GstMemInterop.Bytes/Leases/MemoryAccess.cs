namespace GstMemInterop.Bytes;

/// <summary>What may be done with memory.</summary>
public enum MemoryAccess
{
    /// <summary>It may be read only.</summary>
    Read = 0,

    /// <summary>It may be read and written.</summary>
    ReadWrite = 1,
}
