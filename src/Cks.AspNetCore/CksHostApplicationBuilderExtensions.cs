using Cks.AspNetCore;
using Cks.Auth.AspNetCore;
using Cks.Core;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.Hosting;

/// <summary>Registers all of Cks.</summary>
public static class CksHostApplicationBuilderExtensions
{
    /// <summary>
    /// Adds bearer tokens, policy, guards and, where they are named, scope and hubs. The application adds an <c>ISessionResolver</c> and, for scope, its
    /// <c>DbDataSource</c> and <c>SqlCompiler</c>. Middleware needs no call: a <c>WebApplication</c> puts authentication and authorization in by itself.
    /// </summary>
    /// <param name="builder">The application's builder.</param>
    /// <param name="configure">Settings in code; they win over the configuration.</param>
    /// <exception cref="CksConfigurationException">CKS114: a key of section <c>Cks</c> is not known. CKS109: a required setting is missing.</exception>
    public static IHostApplicationBuilder AddCks(this IHostApplicationBuilder builder, Action<CksOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new CksOptions();
        CksConfigurationReader.ReadInto(options, builder.Configuration);
        configure?.Invoke(options);
        CksConfigurationReader.Require(options);
        var services = builder.Services;
        services.AddAuthentication(CksAuthenticationDefaults.BearerScheme).AddCksBearer(tokens =>
        {
            if (!string.IsNullOrWhiteSpace(options.Authority))
                tokens.AddOidc(options.Authority, options.Audience);
            options.Tokens?.Invoke(tokens);
        });
        if (options.Policy!.Contains('*', StringComparison.Ordinal))
            services.AddCksRbac().AddPolicyFiles(options.Policy, options.ReloadOnChange);
        else
            services.AddCksRbac().AddPolicyFile(options.Policy, options.ReloadOnChange);
        services.AddCksGuards();
        if (options.ScopeModel is { } model)
            services.AddCksScope().AddModelFile(model, options.ReloadOnChange);
        if (options.Hubs is { } hubs)
        {
            var screens = services.AddCksHubConfig().AddRoles(hubs).AddTargets(options.HubTargets ?? (targets => targets));
            if (options.ReloadOnChange)
                screens.ReloadOnChange();
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISecurityEventSink, LoggingSecurityEventSink>());
        services.AddProblemDetails();
        services.AddExceptionHandler<UnavailableHandler>();
        services.AddExceptionHandler<UnusableValueHandler>();
        services.AddExceptionHandler<ConflictingWriteHandler>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IDeveloperPageExceptionFilter, UnavailableDeveloperPageFilter>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IDeveloperPageExceptionFilter, UnusableValueDeveloperPageFilter>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IDeveloperPageExceptionFilter, ConflictingWriteDeveloperPageFilter>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, ExceptionHandlerStartup>());
        return builder;
    }
}
