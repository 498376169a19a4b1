using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace GstMemInterop.Tests.Conventions;

/// <summary>Types and parameters as C# writes them.</summary>
internal static class CSharpText
{
    private static readonly Dictionary<Type, string> s_keywords = new()
    {
        [typeof(void)] = "void", [typeof(object)] = "object", [typeof(string)] = "string", [typeof(bool)] = "bool", [typeof(char)] = "char",
        [typeof(byte)] = "byte", [typeof(sbyte)] = "sbyte", [typeof(short)] = "short", [typeof(ushort)] = "ushort", [typeof(int)] = "int",
        [typeof(uint)] = "uint", [typeof(long)] = "long", [typeof(ulong)] = "ulong", [typeof(nint)] = "nint", [typeof(nuint)] = "nuint",
        [typeof(float)] = "float", [typeof(double)] = "double", [typeof(decimal)] = "decimal",
    };

    private static readonly NullabilityInfoContext s_nullability = new();

    /// <summary>Without namespace; with type parameters and the types around it.</summary>
    internal static string NameOf(Type type) => NameOf(type, null);

    internal static string TypeOf(PropertyInfo property) => NameOf(property.PropertyType, s_nullability.Create(property), NamesIn(property));

    internal static string TypeOf(FieldInfo field) => NameOf(field.FieldType, s_nullability.Create(field));

    internal static string TypeOf(EventInfo e) => NameOf(e.EventHandlerType!, s_nullability.Create(e));

    internal static string ResultOf(MethodInfo method)
    {
        string readOnly = method.ReturnParameter.GetRequiredCustomModifiers().Any(static m => m.Name == "InAttribute") ? "readonly " : "";
        string result = NameOf(method.ReturnType, s_nullability.Create(method.ReturnParameter), NamesIn(method.ReturnParameter));
        return (method.ReturnType.IsByRef ? "ref " + readOnly : "") + result;
    }

    internal static string ParametersOf(IEnumerable<ParameterInfo> parameters) => string.Join(", ", parameters.Select(static p =>
        $"{ModifierOf(p)}{NameOf(p.ParameterType, s_nullability.Create(p), NamesIn(p))} {p.Name}{DefaultOf(p)}"));

    private static IList<string?>? NamesIn(ICustomAttributeProvider place) =>
        place.GetCustomAttributes(typeof(TupleElementNamesAttribute), inherit: false).OfType<TupleElementNamesAttribute>().FirstOrDefault()?.TransformNames;

    private static string NameOf(Type type, NullabilityInfo? nullability, IList<string?>? tupleNames = null)
    {
        string question = nullability is { ReadState: NullabilityState.Nullable } && type is { IsValueType: false, IsGenericParameter: false } ? "?" : "";
        if (type.IsByRef)
        {
            return NameOf(type.GetElementType()!, nullability);
        }

        if (type.IsArray)
        {
            return $"{NameOf(type.GetElementType()!, nullability?.ElementType)}[{new string(',', type.GetArrayRank() - 1)}]{question}";
        }

        if (type.IsPointer)
        {
            return NameOf(type.GetElementType()!) + "*";
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return NameOf(underlying) + "?";
        }

        return (s_keywords.TryGetValue(type, out string? keyword) ? keyword : Declared(type, nullability, tupleNames)) + question;
    }

    private static string Declared(Type type, NullabilityInfo? nullability, IList<string?>? tupleNames)
    {
        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        Type[] arguments = type.GetGenericArguments();
        if (type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true)
        {
            return $"({string.Join(", ", arguments.Select((a, i) => $"{NameOf(a)} {tupleNames?.ElementAtOrDefault(i)}".TrimEnd()))})";
        }

        int outer = type.DeclaringType?.GetGenericArguments().Length ?? 0;
        string around = type.DeclaringType is null ? "" : NameOf(type.DeclaringType) + ".";
        string name = type.Name.Split('`')[0];
        bool known = nullability is not null && nullability.GenericTypeArguments.Length == arguments.Length;
        IEnumerable<string> own = arguments.Select((a, i) => NameOf(a, known ? nullability!.GenericTypeArguments[i] : null)).Skip(outer);
        return arguments.Length > outer ? $"{around}{name}<{string.Join(", ", own)}>" : around + name;
    }

    private static string ModifierOf(ParameterInfo parameter)
    {
        string scoped = parameter.CustomAttributes.Any(static a => a.AttributeType.Name == "ScopedRefAttribute") && !parameter.IsOut ? "scoped " : "";
        string kind = !parameter.ParameterType.IsByRef ? "" : parameter.IsOut ? "out " : parameter.IsIn ? "in "
            : parameter.CustomAttributes.Any(static a => a.AttributeType.Name == "RequiresLocationAttribute") ? "ref readonly " : "ref ";
        string list = parameter.CustomAttributes.Any(static a => a.AttributeType.Name is "ParamArrayAttribute" or "ParamCollectionAttribute") ? "params " : "";
        return list + scoped + kind;
    }

    private static string DefaultOf(ParameterInfo parameter) => !parameter.HasDefaultValue ? "" : " = " + parameter.DefaultValue switch
    {
        null => parameter.ParameterType.IsValueType ? "default" : "null",
        true => "true",
        false => "false",
        string text => $"\"{text}\"",
        object value => string.Create(CultureInfo.InvariantCulture, $"{value}"),
    };
}
