#include "kernels_binary.h"

#include "table.h"
#include "work.h"

struct job {
    const char *a, *b;
    char *y;
    const struct kernels_broadcast *shape;
    size_t count;
    int operation, type;
};

static void part_of(void *context, int part, int parts) {
    const struct job *j = context;
    const struct kernels_broadcast *s = j->shape;
    size_t element = j->type == KERNELS_FLOAT32 ? 4 : 2, inner = s->extents[s->rank - 1], from, to;
    kernels_split(j->count, 64, part, parts, &from, &to);
    for (size_t i = from; i < to;) {
        size_t column = i % inner, rest = i / inner, n = inner - column < to - i ? inner - column : to - i;
        size_t a = column * s->a_strides[s->rank - 1], b = column * s->b_strides[s->rank - 1];
        for (int axis = s->rank - 2; axis >= 0; axis--) {
            a += rest % s->extents[axis] * s->a_strides[axis];
            b += rest % s->extents[axis] * s->b_strides[axis];
            rest /= s->extents[axis];
        }
        kernels_current()->binary[j->operation][j->type](
            j->a + a * element, s->a_strides[s->rank - 1], j->b + b * element, s->b_strides[s->rank - 1],
            j->y + i * element, n);
        i += n;
    }
}

void kernels_binary(
    int operation, const void *a, const void *b, void *y, const struct kernels_broadcast *shape, int type) {
    size_t count = 1;
    for (int axis = 0; axis < shape->rank; axis++) count *= shape->extents[axis];
    if (count == 0) return;
    struct job job = {a, b, y, shape, count, operation, type};
    kernels_parallel(part_of, &job, parts_for_items(count, 1));
}
