using System.Reflection;
using System.Runtime.CompilerServices;

namespace GstMemInterop.Fuzz.Reentrancy;

internal sealed class MissingArgumentException(string message) : Exception(message);

/// <summary>The C# text of one call: where its object and arguments come from, and what becomes of what it gives.</summary>
internal sealed class CallText(Type type)
{
    private static readonly Dictionary<Type, MethodInfo> s_gifts = typeof(Bench).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Where(static m => m.Name.StartsWith("Get_", StringComparison.Ordinal)).ToDictionary(static m => m.ReturnType);

    private int _locals;

    /// <summary>The type that stands for a type parameter: a plain value, an object, or bytes.</summary>
    internal static Type ArgumentFor(Type parameter) =>
        parameter.GenericParameterAttributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint) ? typeof(long)
        : parameter.GenericParameterAttributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? typeof(string)
        : typeof(byte[]);

    /// <summary>The statements; nothing for what is no call of its own (accessors, constants, overrides of object).</summary>
    internal string? Of(MemberInfo member)
    {
        switch (member)
        {
            case MethodInfo { IsSpecialName: true }:
            case MethodInfo { Name: "Equals" or "GetHashCode" or "ToString" or "Finalize" or "Deconstruct" or "<Clone>$" }:
                return null;
            case MethodInfo method:
                return OfMethod(method);
            case PropertyInfo property:
                return OfProperty(property);
            case ConstructorInfo { IsStatic: false } constructor when !type.IsAbstract && !type.IsByRefLike:
                (string before, string list, string after) = Arguments(constructor.GetParameters());
                return $"{before} var made = new {NameOf(type)}({list}); {Release(type, "made")} {after}";
            case EventInfo e when !e.AddMethod!.IsStatic:
                return $"{Self}; EventHandler<CallbackFailedEventArgs> h = static (_, _) => {{ }}; self.{e.Name} += h; self.{e.Name} -= h;";
            default:
                return null;
        }
    }

    private string OfMethod(MethodInfo method)
    {
        if (method.IsGenericMethodDefinition)
        {
            // As<T> of long wants whole longs: bytes are always whole.
            method = method.MakeGenericMethod([.. method.GetGenericArguments().Select(a => method.Name == "As" ? typeof(byte) : ArgumentFor(a))]);
        }

        (string before, string list, string after) = Arguments(method.GetParameters(), method);
        string target = method.IsStatic ? NameOf(type) : "self";
        string generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(NameOf))}>" : "";
        string self = method.IsStatic ? "" : $"{Self}; ";
        string call = $"{target}.{method.Name}{generic}({list})";
        if (method.Name == "DangerousDetach")
        {
            return $"{self}{NameOf(type)}.Adopt({call}).Dispose();";
        }

        return method.ReturnType == typeof(void) ? $"{before}{self}{call}; {after}" : $"{before}{self}var given = {call}; {Release(method.ReturnType, "given")} {after}";
    }

    private string OfProperty(PropertyInfo property)
    {
        bool isStatic = (property.GetMethod ?? property.SetMethod)!.IsStatic;
        (string before, string list, _) = Arguments(property.GetIndexParameters());
        string target = (isStatic ? NameOf(type) : "self") + (list.Length > 0 ? $"[{list}]" : $".{property.Name}");
        string self = isStatic ? "" : $"{Self}; ";
        string read = property.GetMethod?.IsPublic == true ? $"var given = {target}; " : "";
        bool sets = property.SetMethod is { IsPublic: true } setter && !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
        string write = !sets ? "" : read.Length > 0 ? $"{target} = given; " : $"{target} = {Gift(property.PropertyType, property.Name)}; ";
        return $"{before}{self}{read}{write}{(read.Length > 0 ? Release(property.PropertyType, "given") : "")}";
    }

    /// <summary>A mapping ends with its call, also when that throws; everything else the bench ends.</summary>
    private string Self => (type.IsByRefLike && type.GetMethod("Dispose", Type.EmptyTypes) is not null ? "using " : "") + $"var self = {Gift(type, "self")}";

    private (string Before, string List, string After) Arguments(ParameterInfo[] parameters, MethodInfo? method = null)
    {
        string before = "";
        string after = "";
        List<string> list = [];
        foreach (ParameterInfo parameter in parameters)
        {
            Type wanted = parameter.ParameterType.IsByRef ? parameter.ParameterType.GetElementType()! : parameter.ParameterType;
            string local = $"x{_locals++}";
            if (parameter.IsOut)
            {
                list.Add($"out {NameOf(wanted)} {local}");
                after += Release(wanted, local);
            }
            else if (wanted == typeof(nint) && parameter.Name == "pointer")
            {
                string source = type == typeof(GstBufferRef) ? "w.Get_GstBuffer()" : type == typeof(GstMemoryRef) ? "w.Get_GstMemory()" : type == typeof(GstBufferListRef) ? "w.Get_GstBufferList()" : Gift(type, "self");
                source = source.Replace("w.", "w.Living.", StringComparison.Ordinal); // a pointer is the caller's word that the object lives
                list.Add(method!.Name == "Adopt" && !typeof(GstObject).IsAssignableFrom(type) ? $"{source}.DangerousDetach()" : method.Name == "Adopt" ? $"w.Referenced({source})" : $"{source}.DangerousHandle");
            }
            else
            {
                before += $"var {local} = {Gift(wanted, parameter.Name!)}; ";
                list.Add(parameter.ParameterType.IsByRef && !parameter.IsIn ? $"ref {local}" : local);
            }
        }

        return (before, string.Join(", ", list), after);
    }

    /// <summary>An expression for a value of this type.</summary>
    private static string Gift(Type wanted, string name)
    {
        if (s_gifts.TryGetValue(wanted, out MethodInfo? gift))
        {
            return $"w.{gift.Name}({(gift.GetParameters().Length > 0 ? $"\"{name}\"" : "")})";
        }

        if (wanted.IsEnum || Nullable.GetUnderlyingType(wanted) is not null || (wanted.IsValueType && !wanted.IsByRefLike && wanted.Namespace == "GstMemInterop"))
        {
            return $"default({NameOf(wanted)})";
        }

        throw new MissingArgumentException(NameOf(wanted));
    }

    /// <summary>What was given is used a little, and released.</summary>
    private static string Release(Type given, string local)
    {
        if (given.IsArray && typeof(IDisposable).IsAssignableFrom(given.GetElementType()))
        {
            return $"foreach (var each in {local}) {{ each.Dispose(); }} ";
        }

        string use = given == typeof(ReadMapping) || given == typeof(WriteMapping) ? $"w.Use({local}.Span); " : "";
        if (given.GetMethod("Dispose", Type.EmptyTypes) is not null || typeof(IDisposable).IsAssignableFrom(given))
        {
            string disposed = typeof(IDisposable).IsAssignableFrom(given) && given.IsClass ? $"((IDisposable){local})?.Dispose(); " : $"{local}.Dispose(); ";
            return use + disposed;
        }

        return given.GetMethod("GetEnumerator", Type.EmptyTypes) is not null && given.IsByRefLike && given.Namespace == "GstMemInterop" ? $"foreach (var each in {local}) {{ }} " : "";
    }

    internal static string NameOf(Type type)
    {
        if (type.IsArray)
        {
            return NameOf(type.GetElementType()!) + "[]";
        }

        string around = type.DeclaringType is null ? $"{type.Namespace}." : "";
        Type[] arguments = type.GetGenericArguments();
        if (type.DeclaringType is { } outer)
        {
            int outers = outer.GetGenericArguments().Length;
            around = NameOf(outers > 0 && !type.IsGenericTypeDefinition ? outer.MakeGenericType(arguments[..outers]) : outer) + ".";
            arguments = arguments[outers..];
        }

        string name = type.Name.Split('`')[0];
        return $"global::{around}{name}{(arguments.Length > 0 ? $"<{string.Join(", ", arguments.Select(NameOf))}>" : "")}".Replace("global::global::", "global::", StringComparison.Ordinal);
    }
}
