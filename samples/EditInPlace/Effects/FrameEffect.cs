namespace EditInPlace;

/// <summary>One way to edit a frame in place. Runs on the streaming thread for every frame and allocates nothing.</summary>
internal abstract class FrameEffect
{
    internal static IReadOnlyList<string> Names { get; } = ["invert", "box", "pixelate", "text"];

    internal static FrameEffect Create(string name, string text) => name switch
    {
        "invert" => new InvertEffect(),
        "box" => new BoxEffect(),
        "pixelate" => new PixelateEffect(),
        _ => new TextEffect(text),
    };

    /// <summary>Edits the frame's own bytes.</summary>
    /// <param name="canvas">The frame, mapped for writing.</param>
    /// <param name="number">The number of the frame, from 0.</param>
    internal abstract void Apply(in FrameCanvas canvas, int number);
}
