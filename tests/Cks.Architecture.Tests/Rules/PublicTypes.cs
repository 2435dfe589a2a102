using System.Reflection;
using System.Runtime.CompilerServices;

namespace Cks.Architecture.Tests;

/// <summary>Rules about the shape of public types and their methods.</summary>
internal static class PublicTypes
{
    /// <summary>Classes that somebody could inherit from without our having decided so.</summary>
    public static IEnumerable<string> Open(IEnumerable<Type> types, IReadOnlyDictionary<string, string> exceptions) =>
        from type in types
        where type is { IsClass: true, IsSealed: false, IsAbstract: false } && !exceptions.ContainsKey(type.FullName!)
        select $"{type.FullName} is open: seal it, or list it with a reason.";

    /// <summary>Types outside the one namespace of their package. Extension methods may stand where their users look for them.</summary>
    public static IEnumerable<string> OutsideNamespace(string package, IEnumerable<Type> types) =>
        from type in types
        where type.Namespace != package && !(IsStatic(type) && SourceText.RegistrationNamespaces.Contains(type.Namespace))
        select $"{type.FullName} is outside namespace {package}.";

    /// <summary>Asynchronous methods without the suffix, or whose last parameter is not a cancellation token.</summary>
    public static IEnumerable<string> Asynchronous(IEnumerable<Type> types, IReadOnlyDictionary<string, string> exceptions)
    {
        foreach (var type in types.Where(t => !typeof(Delegate).IsAssignableFrom(t)))
        {
            foreach (var method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            {
                var name = $"{type.FullName}.{method.Name}";
                if (method.IsSpecialName || !IsAwaitable(method.ReturnType) || IsGivenByFramework(type, method) || exceptions.ContainsKey(name))
                    continue;
                if (!method.Name.EndsWith("Async", StringComparison.Ordinal))
                    yield return $"{name} is asynchronous: end its name in Async.";
                if (method.GetParameters().LastOrDefault()?.ParameterType != typeof(CancellationToken))
                    yield return $"{name} is asynchronous: take a CancellationToken last.";
            }
        }
    }

    /// <summary>Exceptions that nothing needs any more.</summary>
    public static IEnumerable<string> Stale(IReadOnlyDictionary<string, string> exceptions, IEnumerable<Type> types)
    {
        var names = types.SelectMany(t => t.GetMethods().Select(m => $"{t.FullName}.{m.Name}").Append(t.FullName!)).ToHashSet(StringComparer.Ordinal);
        return exceptions.Keys.Where(k => !names.Contains(k)).Select(k => $"{k} is listed as an exception and does not exist.");
    }

    private static bool IsStatic(Type type) => type is { IsAbstract: true, IsSealed: true };

    private static bool IsAwaitable(Type type)
    {
        if (type == typeof(Task) || type == typeof(ValueTask))
            return true;
        return type.IsGenericType && type.GetGenericTypeDefinition() is var open
            && (open == typeof(Task<>) || open == typeof(ValueTask<>) || open == typeof(IAsyncEnumerable<>));
    }

    /// <summary>Whether somebody else fixed the signature: the override of a foreign member, the implementation of a foreign interface, or compiler's work.</summary>
    private static bool IsGivenByFramework(Type type, MethodInfo method)
    {
        if (method.IsDefined(typeof(CompilerGeneratedAttribute)))
            return true;
        if (method.GetBaseDefinition() is var first && first.DeclaringType != type && IsForeign(first.DeclaringType!))
            return true;
        return !type.IsInterface && type.GetInterfaces().Where(IsForeign).Any(i => type.GetInterfaceMap(i).TargetMethods.Contains(method));
    }

    private static bool IsForeign(Type type) => !type.Assembly.GetName().Name!.StartsWith("Cks.", StringComparison.Ordinal);
}
