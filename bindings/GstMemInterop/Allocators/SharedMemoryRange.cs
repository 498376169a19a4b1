using Microsoft.Win32.SafeHandles;

namespace GstMemInterop;

/// <summary>Where the visible bytes of a memory of a <see cref="SharedMemoryAllocator"/> lie, for another process to map them.</summary>
/// <param name="File">The memory's file. It is closed when the memory dies: duplicate or pass it on before.</param>
/// <param name="Offset">First visible byte, counted in bytes from the start of the file.</param>
/// <param name="Size">Visible bytes.</param>
public readonly record struct SharedMemoryRange(SafeFileHandle File, nuint Offset, nuint Size);
