using System.Text.Json.Serialization.Metadata;
using Cks.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Rbac.AspNetCore;

/// <summary>Looks at every endpoint that masks its answers while the pipeline is built: what could not be masked, or would always be empty, keeps the host from starting.</summary>
internal sealed class ResponseAudit(SnapshotStore<Policy> policies, ResourceMaps maps, IServiceProvider services) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        next(app);
        var findings = new DiagnosticBag();
        foreach (var endpoint in app.ApplicationServices.GetRequiredService<EndpointDataSource>().Endpoints.Where(ResponseShapes.IsOn))
            Check(endpoint, findings);
        findings.ThrowIfErrors();
    };

    private void Check(Endpoint endpoint, DiagnosticBag findings)
    {
        var where = SourceLocation.Whole(endpoint.DisplayName ?? "endpoint");
        void Add(string message, string fix) => findings.Add(CksCodes.InvalidSetting, where, message, fix);
        ResponseShape shape;
        try
        {
            shape = services.GetRequiredService<ResponseShapes>().Of(endpoint);
        }
        catch (CksConfigurationException mistake)
        {
            foreach (var finding in mistake.Diagnostics)
                Add(finding.Message, finding.Fix ?? "");
            return;
        }

        if (endpoint.Metadata.GetMetadata<ActionDescriptor>() is { } action)
        {
            // What masks is the filter: metadata that somebody adds to the endpoint runs nothing.
            if (endpoint.Metadata.Any(m => m is IFieldMaskMetadata or IRowCapabilitiesMetadata && !action.FilterDescriptors.Any(f => ReferenceEquals(f.Filter, m))))
                Add("A controller is not masked by a convention on its endpoints.", "Write [FieldMask<T>] and [RowCapabilities<T>(...)] on it.");
        }
        else if (endpoint.Metadata.GetMetadata<ShapedEndpoint>() is not { } mark)
            Add("[FieldMask<T>] and [RowCapabilities<T>] are for controllers, and mask nothing here.", "Add .WithFieldMask<T>() or .WithRowCapabilities<T>(...) to the endpoint.");
        else if (mark.Declared is not { } declared || declared == typeof(void))
            Add("The handler writes its answer itself, so it cannot be masked.", "Return the value.");
        else if (declared != typeof(object) && !typeof(IResult).IsAssignableFrom(declared) && !Reaches(shape, declared, Add))
            Add($"The handler returns {declared.Name}, in which nothing is masked.", "Name the type that it returns, or return that type.");
        foreach (var mask in shape.Masks)
            CheckMask(shape, mask, where, findings);
        foreach (var row in shape.Rows)
            CheckRows(shape, row, where, findings);
    }

    private void CheckMask(ResponseShape shape, MaskedType mask, SourceLocation where, DiagnosticBag findings)
    {
        var policy = policies.Current.Value;
        foreach (var capability in mask.Capabilities.Where(c => !policy.Declares(c)))
            findings.AddUnknown(CksCodes.UnknownCapability, where, $"The policy declares no capability \"{capability}\".", capability.Name, [.. policy.Capabilities.Select(c => c.Name)]);
        // As it is written without a mask: the names that fields can have.
        if (policy.FindResource(mask.Capabilities[0].Resource) is { } resource && MembersOf(shape, mask.Type, where, findings) is { } members && !members.Intersect(resource.Fields).Any())
            findings.Add(CksCodes.UnknownField, where, $"No member of {mask.Type.Name} is a field of \"{resource.Name}\", so all of it would be hidden always.", $"Declare the fields as JSON names them: {string.Join(", ", members)}.");
    }

    private void CheckRows(ResponseShape shape, IRowCapabilitiesMetadata row, SourceLocation where, DiagnosticBag findings)
    {
        var policy = policies.Current.Value;
        foreach (var name in row.Capabilities)
        {
            if (!policy.TryFind(name, out var capability) || capability.Name != name)
                findings.AddUnknown(CksCodes.UnknownCapability, where, $"The policy declares no capability \"{name}\".", name, [.. policy.Capabilities.Select(c => c.Name)]);
            else if (!maps.ResourcesOf(row.Type).Contains(capability.Resource))
                findings.Add(CksCodes.InvalidSetting, where, $"Nothing says what the attributes of \"{capability.Resource}\" are on {row.Type.Name}.", $"Call AddCksRbac().MapResource<{row.Type.Name}>(\"{capability.Resource}\", ...).");
        }

        if (MembersOf(shape, row.Type, where, findings) is { } members && members.Contains(ShapedContracts.RowMember))
            findings.Add(CksCodes.InvalidSetting, where, $"{row.Type.Name} has a member {ShapedContracts.RowMember} of its own.", "Rename it.");
    }

    private static string[]? MembersOf(ResponseShape shape, Type type, SourceLocation where, DiagnosticBag findings)
    {
        try
        {
            // The contract of the subject with no fields says whether it can be masked at all; the application's own has the names.
            _ = shape.Empty.Options.GetTypeInfo(type);
            var info = shape.Application.GetTypeInfo(type);
            if (info.Kind == JsonTypeInfoKind.Object)
                return [.. info.Properties.Where(p => !p.IsExtensionData).Select(p => p.Name)];
            findings.Add(CksCodes.InvalidSetting, where, $"{type.Name} is not written as an object of members.", "Mask the type of the rows.");
        }
        catch (Exception mistake) when (mistake is InvalidOperationException or NotSupportedException)
        {
            findings.Add(CksCodes.InvalidSetting, where, mistake.Message, "Give it a contract that can be masked.");
        }

        return null;
    }

    private static bool Reaches(ResponseShape shape, Type declared, Action<string, string> add)
    {
        try
        {
            return shape.Empty.Masked.IsFrom(declared);
        }
        catch (Exception mistake) when (mistake is InvalidOperationException or NotSupportedException)
        {
            add(mistake.Message, "Give it a contract that can be masked.");
            return true;
        }
    }
}
