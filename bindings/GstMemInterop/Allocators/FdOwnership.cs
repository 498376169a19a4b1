namespace GstMemInterop;

/// <summary>Who closes a file descriptor that was made into a memory.</summary>
public enum FdOwnership
{
    /// <summary>The memory takes it over and closes it at its end. The handle is as if closed from then on, so nobody closes it twice.</summary>
    Transfer,

    /// <summary>It stays with the handle, which is kept open until the memory is gone, also when it is disposed meanwhile (<c>GST_FD_MEMORY_FLAG_DONT_CLOSE</c>).</summary>
    Lend,

    /// <summary>The memory gets a descriptor of its own for the same file; the handle stays the caller's.</summary>
    Duplicate,
}
