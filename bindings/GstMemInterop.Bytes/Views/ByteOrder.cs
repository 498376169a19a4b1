namespace GstMemInterop.Bytes;

/// <summary>The order in which the bytes of a number lie in memory.</summary>
public enum ByteOrder
{
    /// <summary>That of this machine.</summary>
    Native = 0,

    /// <summary>The least significant byte first.</summary>
    Little = 1,

    /// <summary>The most significant byte first.</summary>
    Big = 2,
}
