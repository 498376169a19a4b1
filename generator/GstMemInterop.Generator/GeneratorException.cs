namespace GstMemInterop.Generator;

/// <summary>Something the person who runs the generator can fix; its message is all they see.</summary>
internal sealed class GeneratorException(string message) : Exception(message);
