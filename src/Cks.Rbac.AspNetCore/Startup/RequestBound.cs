using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Cks.Rbac.AspNetCore;

/// <summary>Finds a parameter that stands for the checked resource by its type, and that the framework makes of what the caller sent.</summary>
internal static class RequestBound
{
    /// <summary>Its name.</summary>
    public static string? Parameter(Endpoint endpoint, Type resource) => endpoint.Metadata.GetMetadata<ActionDescriptor>() is { } action
        ? action.Parameters.FirstOrDefault(p => p.ParameterType == resource && p.BindingInfo?.BindingSource != BindingSource.Services)?.Name
        : endpoint.Metadata.GetMetadata<MethodInfo>()?.GetParameters().FirstOrDefault(p => p.ParameterType == resource && IsBound(p))?.Name;

    private static bool IsBound(ParameterInfo parameter)
    {
        var marks = parameter.GetCustomAttributes(inherit: true);
        return marks.Any(m => m is IFromBodyMetadata or IFromFormMetadata or IFromQueryMetadata or IFromRouteMetadata or IFromHeaderMetadata)
            || (!marks.Any(m => m is IFromServiceMetadata) && IsParsed(parameter.ParameterType));
    }

    // By these the framework takes a type for a value before it looks whether it is a service.
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "The framework looks for the same methods; where they were trimmed it does not find them either.")]
    private static bool IsParsed(Type type) =>
        type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.FlattenHierarchy).Any(m => m.Name is "TryParse" or "BindAsync");
}
