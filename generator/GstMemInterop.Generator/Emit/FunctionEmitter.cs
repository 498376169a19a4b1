using GstMemInterop.Generator.Model;

namespace GstMemInterop.Generator.Emit;

/// <summary>Imports with exact C names and blittable signatures.</summary>
internal static class FunctionEmitter
{
    public static void Write(CodeWriter writer, HeaderModel header)
    {
        if (header.Functions.Count == 0)
        {
            return;
        }

        writer.Open($"public static unsafe partial class {header.Library.ClassName}");
        foreach (FunctionModel function in header.Functions)
        {
            writer.Line();
            WriteOne(writer, function, header.Library);
        }

        writer.Close();
    }

    private static void WriteOne(CodeWriter writer, FunctionModel function, LibraryEntry library)
    {
        if (function.Entry.Notes.Count != 0)
        {
            writer.Line($"/// <summary><c>{function.Name}</c>: {string.Join("; ", function.Entry.Notes)}.</summary>");
        }

        if (function.Entry.Since is { } since)
        {
            writer.Line($"[Since(\"{since}\")]");
        }

        if (function.Entry.Leaf)
        {
            writer.Line("[SuppressGCTransition]");
        }

        writer.Line($"[LibraryImport(NativeLibraries.{library.Key})]");
        writer.Line("[UnmanagedCallConv(CallConvs = new[] { typeof(CallConvCdecl) })]");
        if (function.Result.LostName is { } lost)
        {
            writer.Line($"[return: NativeTypeName(\"{lost}\")]");
        }

        string parameters = string.Join(", ", function.Parameters.Select(Parameter));
        writer.Line($"public static partial {function.Result.CSharp} {function.Name}({parameters});");
    }

    private static string Parameter(ParameterModel parameter)
    {
        string attribute = parameter.Type.LostName is { } lost ? $"[NativeTypeName(\"{lost}\")] " : "";
        return $"{attribute}{parameter.Type.CSharp} {Identifier.Escape(parameter.Name)}";
    }
}
