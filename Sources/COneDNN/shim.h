// oneDNN for Swift, versions 2 and 3 behind one face.
//
// Version 2 describes an operation in a struct first and keeps memory descriptors by value; version 3 has neither the operation
// structs nor visible descriptors. Swift must see one interface, so every call that differs is wrapped here, and with it the
// calls whose arguments Swift imports badly (arrays of fixed length as `dnnl_dims_t`).
#ifndef STUDIO_CONEDNN_SHIM_H
#define STUDIO_CONEDNN_SHIM_H

#include <oneapi/dnnl/dnnl.h>
#include <oneapi/dnnl/dnnl_version.h>

#include <stdint.h>
#include <stdlib.h>

#define SHIM_DNNL_3 (DNNL_VERSION_MAJOR >= 3)

/// What a convolution computes; the backward ones are named after what they give.
enum { SHIM_FORWARD = 0, SHIM_DATA = 1, SHIM_WEIGHTS = 2 };
/// What is fused behind a forward convolution.
enum { SHIM_PLAIN = 0, SHIM_GELU = 1 };

/// A convolution of NHWC activations: x [B, H, W, I], y [B, P, Q, O], weight [O, I, k, k].
typedef struct {
    int64_t batch, height, width, inputs;
    int64_t outHeight, outWidth, outputs;
    int64_t kernel, stride, padding;
    int bfloat16;
    int bias;
    int activation;
} shim_convolution_shape;

/// A compiled convolution: the primitive, its memory objects (without memory of their own) and the sizes of the two blocks it
/// wants from the caller.
typedef struct {
    dnnl_primitive_t primitive;
    dnnl_primitive_t reorder;
    dnnl_memory_t source, weights, bias, destination, scratchpad, plainWeights, reorderScratchpad;
    size_t weightsSize, scratchpadSize, reorderScratchpadSize;
    int kind;
    /// 1 where the library's own layout of the weights is the plain one, so that no reorder is needed.
    int weightsArePlain;
} shim_convolution;

static inline dnnl_status_t shim_engine(dnnl_engine_t *engine, dnnl_stream_t *stream) {
    dnnl_status_t status = dnnl_engine_create(engine, dnnl_cpu, 0);
    return status != dnnl_success ? status : dnnl_stream_create(stream, *engine, dnnl_stream_default_flags);
}

#if SHIM_DNNL_3

typedef dnnl_memory_desc_t shim_descriptor;
typedef const_dnnl_memory_desc_t shim_const_descriptor;
static inline dnnl_status_t shim_describe(
    shim_descriptor *d, int n, const dnnl_dims_t dims, dnnl_data_type_t type, dnnl_format_tag_t tag) {
    return dnnl_memory_desc_create_with_tag(d, n, dims, type, tag);
}
static inline void shim_forget(shim_descriptor *d) { dnnl_memory_desc_destroy(*d); }
static inline shim_const_descriptor shim_query(const_dnnl_primitive_desc_t pd, dnnl_query_t what) {
    return dnnl_primitive_desc_query_md(pd, what, 0);
}
static inline size_t shim_size(shim_const_descriptor d) { return d ? dnnl_memory_desc_get_size(d) : 0; }
static inline int shim_equal(shim_const_descriptor a, const shim_descriptor *b) { return dnnl_memory_desc_equal(a, *b); }
static inline dnnl_status_t shim_memory(dnnl_memory_t *m, shim_const_descriptor d, dnnl_engine_t engine) {
    return dnnl_memory_create(m, d, engine, DNNL_MEMORY_NONE);
}
static inline shim_const_descriptor shim_const(const shim_descriptor *d) { return *d; }
static inline dnnl_status_t shim_append_gelu(dnnl_post_ops_t ops) {
    return dnnl_post_ops_append_eltwise(ops, dnnl_eltwise_gelu_erf, 0, 0);
}

#else

typedef dnnl_memory_desc_t shim_descriptor;
typedef const dnnl_memory_desc_t *shim_const_descriptor;
static inline dnnl_status_t shim_describe(
    shim_descriptor *d, int n, const dnnl_dims_t dims, dnnl_data_type_t type, dnnl_format_tag_t tag) {
    return dnnl_memory_desc_init_by_tag(d, n, dims, type, tag);
}
static inline void shim_forget(shim_descriptor *d) { (void)d; }
static inline shim_const_descriptor shim_query(const_dnnl_primitive_desc_t pd, dnnl_query_t what) {
    return dnnl_primitive_desc_query_md(pd, what, 0);
}
static inline size_t shim_size(shim_const_descriptor d) { return d ? dnnl_memory_desc_get_size(d) : 0; }
static inline int shim_equal(shim_const_descriptor a, const shim_descriptor *b) { return dnnl_memory_desc_equal(a, b); }
static inline dnnl_status_t shim_memory(dnnl_memory_t *m, shim_const_descriptor d, dnnl_engine_t engine) {
    return dnnl_memory_create(m, d, engine, DNNL_MEMORY_NONE);
}
static inline shim_const_descriptor shim_const(const shim_descriptor *d) { return d; }
static inline dnnl_status_t shim_append_gelu(dnnl_post_ops_t ops) {
    return dnnl_post_ops_append_eltwise(ops, 1.0f, dnnl_eltwise_gelu_erf, 0, 0);
}

#endif

#define SHIM_TRY(call)                                   \
    do {                                                 \
        status = (call);                                 \
        if (status != dnnl_success) goto done;           \
    } while (0)

/// The primitive descriptor of one direction. Descriptors of version 2 are filled, of version 3 created, so this is where the two differ most.
static inline dnnl_status_t shim_convolution_descriptor(
    dnnl_primitive_desc_t *result, int kind, const shim_descriptor *x, const shim_descriptor *w, const shim_descriptor *b,
    const shim_descriptor *y, int hasBias, const dnnl_dims_t strides, const dnnl_dims_t padding, const dnnl_dims_t paddingAfter,
    const_dnnl_primitive_attr_t attributes, const_dnnl_primitive_desc_t hint, int inference, dnnl_engine_t engine) {
#if SHIM_DNNL_3
    dnnl_dims_t dilation = {0, 0};
    if (kind == SHIM_FORWARD)
        return dnnl_convolution_forward_primitive_desc_create(
            result, engine, inference ? dnnl_forward_inference : dnnl_forward_training, dnnl_convolution_direct, *x, *w,
            hasBias ? *b : NULL, *y, strides, dilation, padding, paddingAfter, attributes);
    if (kind == SHIM_DATA)
        return dnnl_convolution_backward_data_primitive_desc_create(
            result, engine, dnnl_convolution_direct, *x, *w, *y, strides, dilation, padding, paddingAfter, hint, attributes);
    return dnnl_convolution_backward_weights_primitive_desc_create(
        result, engine, dnnl_convolution_direct, *x, *w, hasBias ? *b : NULL, *y, strides, dilation, padding, paddingAfter, hint,
        attributes);
#else
    dnnl_convolution_desc_t operation;
    dnnl_status_t status;
    if (kind == SHIM_FORWARD)
        status = dnnl_convolution_forward_desc_init(
            &operation, inference ? dnnl_forward_inference : dnnl_forward_training, dnnl_convolution_direct, x, w,
            hasBias ? b : NULL, y, strides, padding, paddingAfter);
    else if (kind == SHIM_DATA)
        status = dnnl_convolution_backward_data_desc_init(
            &operation, dnnl_convolution_direct, x, w, y, strides, padding, paddingAfter);
    else
        status = dnnl_convolution_backward_weights_desc_init(
            &operation, dnnl_convolution_direct, x, w, hasBias ? b : NULL, y, strides, padding, paddingAfter);
    if (status != dnnl_success) return status;
    return dnnl_primitive_desc_create(result, &operation, attributes, engine, hint);
#endif
}

static inline dnnl_status_t shim_reorder_descriptor(
    dnnl_primitive_desc_t *result, shim_const_descriptor from, shim_const_descriptor to, dnnl_engine_t engine,
    const_dnnl_primitive_attr_t attributes) {
    return dnnl_reorder_primitive_desc_create(result, from, engine, to, engine, attributes);
}

static inline void shim_convolution_destroy(shim_convolution *c) {
    dnnl_memory_t memories[] = {c->source, c->weights, c->bias, c->destination, c->scratchpad, c->plainWeights,
                                c->reorderScratchpad};
    for (size_t i = 0; i < sizeof memories / sizeof *memories; i++)
        if (memories[i]) dnnl_memory_destroy(memories[i]);
    if (c->primitive) dnnl_primitive_destroy(c->primitive);
    if (c->reorder) dnnl_primitive_destroy(c->reorder);
    shim_convolution empty = {0};
    *c = empty;
}

/// Compiles a convolution. The scratchpad is the caller's, so that nothing is allocated when it runs.
static inline dnnl_status_t shim_convolution_create(
    shim_convolution *c, int kind, const shim_convolution_shape *s, dnnl_engine_t engine) {
    shim_convolution empty = {0};
    *c = empty;
    c->kind = kind;
    dnnl_status_t status = dnnl_success;
    dnnl_data_type_t type = s->bfloat16 ? dnnl_bf16 : dnnl_f32;
    dnnl_dims_t xDims = {s->batch, s->inputs, s->height, s->width};
    dnnl_dims_t yDims = {s->batch, s->outputs, s->outHeight, s->outWidth};
    dnnl_dims_t wDims = {s->outputs, s->inputs, s->kernel, s->kernel}, bDims = {s->outputs};
    dnnl_dims_t strides = {s->stride, s->stride}, padding = {s->padding, s->padding};
    // What is left behind the last window is padding that may be negative: rows no window reaches.
    dnnl_dims_t after = {(s->outHeight - 1) * s->stride + s->kernel - s->height - s->padding,
                         (s->outWidth - 1) * s->stride + s->kernel - s->width - s->padding};
    shim_descriptor x, w, b, y, plain;
    dnnl_primitive_desc_t pd = NULL, hint = NULL, reorderPd = NULL;
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_post_ops_t ops = NULL;
    SHIM_TRY(shim_describe(&x, 4, xDims, type, dnnl_nhwc));
    SHIM_TRY(shim_describe(&y, 4, yDims, type, dnnl_nhwc));
    // The weights' gradient is float32 whatever the activations are.
    SHIM_TRY(shim_describe(&w, 4, wDims, kind == SHIM_WEIGHTS ? dnnl_f32 : type, dnnl_format_tag_any));
    SHIM_TRY(shim_describe(&plain, 4, wDims, dnnl_f32, dnnl_oihw));
    SHIM_TRY(shim_describe(&b, 1, bDims, dnnl_f32, dnnl_a));
    SHIM_TRY(dnnl_primitive_attr_create(&attributes));
    SHIM_TRY(dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user));
    if (kind != SHIM_FORWARD)
        SHIM_TRY(shim_convolution_descriptor(
            &hint, SHIM_FORWARD, &x, &w, &b, &y, 0, strides, padding, after, attributes, NULL, 0, engine));
    if (s->activation == SHIM_GELU) {
        SHIM_TRY(dnnl_post_ops_create(&ops));
        SHIM_TRY(shim_append_gelu(ops));
        SHIM_TRY(dnnl_primitive_attr_set_post_ops(attributes, ops));
    }
    SHIM_TRY(shim_convolution_descriptor(
        &pd, kind, &x, &w, &b, &y, s->bias, strides, padding, after, attributes, hint, s->activation != SHIM_PLAIN, engine));
    SHIM_TRY(dnnl_primitive_create(&c->primitive, pd));
    shim_const_descriptor chosen = shim_query(pd, kind == SHIM_WEIGHTS ? dnnl_query_diff_weights_md : dnnl_query_weights_md);
    shim_const_descriptor scratch = shim_query(pd, dnnl_query_scratchpad_md);
    c->weightsSize = shim_size(chosen);
    c->scratchpadSize = shim_size(scratch);
    c->weightsArePlain = shim_equal(chosen, &plain);
    SHIM_TRY(shim_memory(&c->source, shim_const(&x), engine));
    SHIM_TRY(shim_memory(&c->destination, shim_const(&y), engine));
    SHIM_TRY(shim_memory(&c->weights, chosen, engine));
    SHIM_TRY(shim_memory(&c->plainWeights, shim_const(&plain), engine));
    SHIM_TRY(shim_memory(&c->bias, shim_const(&b), engine));
    if (c->scratchpadSize > 0) SHIM_TRY(shim_memory(&c->scratchpad, scratch, engine));
    if (!c->weightsArePlain) {
        dnnl_primitive_attr_t reorderAttributes = NULL;
        SHIM_TRY(dnnl_primitive_attr_create(&reorderAttributes));
        dnnl_primitive_attr_set_scratchpad_mode(reorderAttributes, dnnl_scratchpad_mode_user);
        status = kind == SHIM_WEIGHTS
                     ? shim_reorder_descriptor(&reorderPd, chosen, shim_const(&plain), engine, reorderAttributes)
                     : shim_reorder_descriptor(&reorderPd, shim_const(&plain), chosen, engine, reorderAttributes);
        dnnl_primitive_attr_destroy(reorderAttributes);
        if (status != dnnl_success) goto done;
        SHIM_TRY(dnnl_primitive_create(&c->reorder, reorderPd));
        shim_const_descriptor reorderScratch = shim_query(reorderPd, dnnl_query_scratchpad_md);
        c->reorderScratchpadSize = shim_size(reorderScratch);
        if (c->reorderScratchpadSize > 0) SHIM_TRY(shim_memory(&c->reorderScratchpad, reorderScratch, engine));
    }
done:
    if (pd) dnnl_primitive_desc_destroy(pd);
    if (hint) dnnl_primitive_desc_destroy(hint);
    if (reorderPd) dnnl_primitive_desc_destroy(reorderPd);
    if (attributes) dnnl_primitive_attr_destroy(attributes);
    if (ops) dnnl_post_ops_destroy(ops);
    if (status != dnnl_success) shim_convolution_destroy(c);
    return status;
}

/// Brings plain weights into the library's layout, or its weight gradient into the plain one.
static inline dnnl_status_t shim_convolution_reorder(
    const shim_convolution *c, void *from, void *to, void *scratchpad, dnnl_stream_t stream) {
    dnnl_memory_t source = c->kind == SHIM_WEIGHTS ? c->weights : c->plainWeights;
    dnnl_memory_t target = c->kind == SHIM_WEIGHTS ? c->plainWeights : c->weights;
    dnnl_memory_set_data_handle(source, from);
    dnnl_memory_set_data_handle(target, to);
    dnnl_exec_arg_t arguments[3] = {{DNNL_ARG_FROM, source}, {DNNL_ARG_TO, target}, {DNNL_ARG_SCRATCHPAD, c->reorderScratchpad}};
    if (c->reorderScratchpad) dnnl_memory_set_data_handle(c->reorderScratchpad, scratchpad);
    dnnl_status_t status = dnnl_primitive_execute(c->reorder, stream, c->reorderScratchpad ? 3 : 2, arguments);
    return status != dnnl_success ? status : dnnl_stream_wait(stream);
}

/// Runs it: x, y and weights are read or written as the kind says; bias may be NULL where the shape has none.
static inline dnnl_status_t shim_convolution_run(
    const shim_convolution *c, void *x, void *weights, void *bias, void *y, void *scratchpad, dnnl_stream_t stream) {
    dnnl_memory_set_data_handle(c->source, x);
    dnnl_memory_set_data_handle(c->weights, weights);
    dnnl_memory_set_data_handle(c->destination, y);
    dnnl_exec_arg_t arguments[5];
    int count = 0;
    dnnl_exec_arg_t source = {c->kind == SHIM_DATA ? DNNL_ARG_DIFF_SRC : DNNL_ARG_SRC, c->source};
    dnnl_exec_arg_t weight = {c->kind == SHIM_WEIGHTS ? DNNL_ARG_DIFF_WEIGHTS : DNNL_ARG_WEIGHTS, c->weights};
    dnnl_exec_arg_t destination = {c->kind == SHIM_FORWARD ? DNNL_ARG_DST : DNNL_ARG_DIFF_DST, c->destination};
    arguments[count++] = source;
    arguments[count++] = weight;
    arguments[count++] = destination;
    if (bias) {
        dnnl_memory_set_data_handle(c->bias, bias);
        dnnl_exec_arg_t b = {c->kind == SHIM_WEIGHTS ? DNNL_ARG_DIFF_BIAS : DNNL_ARG_BIAS, c->bias};
        arguments[count++] = b;
    }
    if (c->scratchpad) {
        dnnl_memory_set_data_handle(c->scratchpad, scratchpad);
        dnnl_exec_arg_t s = {DNNL_ARG_SCRATCHPAD, c->scratchpad};
        arguments[count++] = s;
    }
    dnnl_status_t status = dnnl_primitive_execute(c->primitive, stream, count, arguments);
    return status != dnnl_success ? status : dnnl_stream_wait(stream);
}

#undef SHIM_TRY
#endif
